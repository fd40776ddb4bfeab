/**
 * Settings that name servers keep for clients and brokers: texts by namespace and key.
 *
 * <p>{@link org.apogeemq.nameserver.kv.KvConfigs} owns them and the file {@code kvConfig.json}; one thread writes,
 * readers see an immutable map. What the settings mean is not known here.
 */
package org.apogeemq.nameserver.kv;
