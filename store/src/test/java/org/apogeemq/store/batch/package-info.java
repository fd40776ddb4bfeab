/** Tests of queues whose records may hold several messages. */
package org.apogeemq.store.batch;
