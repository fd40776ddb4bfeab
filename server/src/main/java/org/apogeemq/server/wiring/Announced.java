package org.apogeemq.server.wiring;

/**
 * The broker's address that clients are told.
 *
 * @param host null: found for each client
 * @param port the port that goes with the host
 * @param why who decided that, as a user reads it
 */
record Announced(String host, int port, String why) {
    /** Every client is told the address by which it reached us. */
    static final Announced PER_CLIENT = new Announced(null, 0, "");

    private static final int PORT_MAX = 65_535;

    static Announced brokerIp1(String host, int port) {
        return new Announced(host, port, "brokerIP1");
    }

    /**
     * What a user gave as {@code --host}.
     *
     * @param port for a host without one
     */
    static Announced host(String text, int port) {
        String host = text.strip();
        int colon = host.lastIndexOf(':');
        boolean isBareIpv6 = colon > 0 && host.indexOf(':') != colon && !host.startsWith("[");
        if (host.isEmpty() || host.chars().anyMatch(Character::isWhitespace)) {
            throw wrong(text);
        }
        if (isBareIpv6) {
            return new Announced("[" + host + "]", port, "--host");
        }
        if (colon < 0 || host.endsWith("]")) {
            return new Announced(host, port, "--host");
        }
        if (colon == 0 || !isPort(host.substring(colon + 1))) {
            throw wrong(text);
        }
        return new Announced(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)), "--host");
    }

    boolean isPerClient() {
        return host == null;
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= PORT_MAX;
    }

    private static StartFailure wrong(String text) {
        return new StartFailure("--host is '" + text + "', must be HOST or HOST:PORT", null);
    }
}
