/**
 * SQL92 expressions as predicates over the property text of a record, with Apache's results.
 *
 * <p>Text becomes tokens ({@code Lexer}), tokens an {@code Expression} that has been checked ({@code Parser}), and that
 * a tree of {@code Condition}s ({@code Compiler}), which read the bytes as they lie in the record: no maps, and no
 * objects for what is usual. Knows nothing of queues or groups. Start at {@code Filter}.
 */
package org.apogeemq.filter;
