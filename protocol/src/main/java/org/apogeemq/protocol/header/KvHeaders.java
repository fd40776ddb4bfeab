package org.apogeemq.protocol.header;

/** Headers of the settings kept at a name server: 100, 101, 102, 219. */
public final class KvHeaders {
    private KvHeaders() {}

    /** Sets a value (100). */
    public record PutKvConfig(
            @Required String namespace,
            @Required String key,
            @Required String value) {}

    /** Asks for a value (101). */
    public record GetKvConfig(
            @Required String namespace, @Required String key) {}

    /** The value. */
    public record GetKvConfigResponse(String value) {}

    /** Removes a value (102). */
    public record DeleteKvConfig(
            @Required String namespace, @Required String key) {}

    /** All values of a namespace (219). */
    public record KvListByNamespace(@Required String namespace) {}
}
