/**
 * Routes by which administrators look at the progress of groups and change it, and by which they reach running clients.
 *
 * <p>Part of the remoting adapter: translates, holds no rule and no state. Start at {@code ProgressRoutes}.
 */
package org.apogeemq.broker.wire.progress;
