/** Time that stands still until a test moves it. Owns nothing real; stands in for module {@code time} in tests. */
package org.apogeemq.testkit.time;
