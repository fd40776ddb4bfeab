package org.apogeemq.conformance.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces joined by a cable, as two machines would be: one for a server, one for its clients. Needs
 * Linux, root and iproute2. Both go when closed.
 */
final class Namespaces implements AutoCloseable {
    static final String SERVER_ADDRESS = "10.213.77.1";
    private static final String CLIENT_ADDRESS = "10.213.77.2";
    private static final int LIMIT_SECONDS = 20;

    private final String server;
    private final String client;

    private Namespaces(String id) {
        server = "apogee-s-" + id;
        client = "apogee-c-" + id;
    }

    /** Why namespaces cannot be made here; empty if they can. */
    static Optional<String> whyNot() {
        try {
            run("ip", "netns", "list");
            try (Namespaces trial = create()) {
                trial.runInServer("ip", "address", "show");
            }
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of("no network namespaces here (Linux, root and iproute2 are needed): " + e.getMessage());
        }
    }

    /** Makes both. */
    static Namespaces create() {
        var namespaces = new Namespaces(Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX));
        try {
            namespaces.lay();
            return namespaces;
        } catch (IllegalStateException e) {
            namespaces.close();
            throw e;
        }
    }

    private void lay() {
        run("ip", "netns", "add", server);
        run("ip", "netns", "add", client);
        run("ip", "-n", server, "link", "add", "cable-s", "type", "veth", "peer", "name", "cable-c", "netns", client);
        run("ip", "-n", server, "address", "add", SERVER_ADDRESS + "/24", "dev", "cable-s");
        run("ip", "-n", client, "address", "add", CLIENT_ADDRESS + "/24", "dev", "cable-c");
        for (String device : List.of("lo", "cable-s")) {
            run("ip", "-n", server, "link", "set", device, "up");
        }
        for (String device : List.of("lo", "cable-c")) {
            run("ip", "-n", client, "link", "set", device, "up");
        }
    }

    /** The beginning of a command line that runs the rest where the server is. */
    String[] inServer() {
        return new String[] {"ip", "netns", "exec", server};
    }

    /** The beginning of a command line that runs the rest where the clients are. */
    String[] inClient() {
        return new String[] {"ip", "netns", "exec", client};
    }

    private void runInServer(String... command) {
        run(java.util.stream.Stream.concat(java.util.Arrays.stream(inServer()), java.util.Arrays.stream(command))
                .toArray(String[]::new));
    }

    private static void run(String... command) {
        String line = String.join(" ", command);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(line + " takes too long");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(line + ": "
                        + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            throw new IllegalStateException(line + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at: " + line, e);
        }
    }

    @Override
    public void close() {
        for (String namespace : List.of(client, server)) {
            try {
                run("ip", "netns", "delete", namespace);
            } catch (IllegalStateException e) {
                System.err.println("left behind: " + e.getMessage());
            }
        }
    }
}
