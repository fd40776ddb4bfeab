/**
 * The broker's part in its cluster: it tells every name server who it is and which topics it has.
 *
 * <p>Owns what each name server was told last. Name servers do not know each other: each is told by itself. How they
 * are reached is behind {@code NameServerLink}. Start at {@code Registration}.
 */
package org.apogeemq.broker.role;
