package org.apogeemq.testkit.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One Apogee: the packaged program in a process of its own, with its ports and its data folder. It can be killed,
 * stopped and started again with the same ports and data, as often as a test likes. Closing it kills it and
 * removes a data folder that was made for it. Not safe for use by several threads at once.
 */
public final class ApogeeProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("^Apogee ready in (\\d+) ms");
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int KILLED_BY_TERM = 143;

    private final Builder settings;
    private final Path data;
    private ChildProcess child;
    private long readyMillis;

    private ApogeeProcess(Builder settings) {
        this.settings = settings;
        this.data = settings.data != null ? settings.data : DataFolders.create(settings.role);
    }

    /** Name server and broker in one process, on free ports. */
    public static Builder up() {
        var builder = new Builder("up");
        builder.nameServerPort = FreePorts.one();
        builder.brokerPort = FreePorts.forBroker();
        return builder;
    }

    /** A name server alone, on a free port. */
    public static Builder nameServer() {
        var builder = new Builder("nameserver");
        builder.nameServerPort = FreePorts.one();
        return builder;
    }

    /** A broker alone; its port and its name servers are given with {@link Builder#set} or in a file. */
    public static Builder broker(Path configuration) {
        return new Builder("broker").configuration(configuration);
    }

    /** How to start an Apogee. Every method returns the builder itself. */
    public static final class Builder {
        private final String role;
        private final List<String> javaOptions = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final List<String> prefix = new ArrayList<>();
        private String connectHost = "127.0.0.1";
        private int nameServerPort;
        private int brokerPort;
        private Path data;

        private Builder(String role) {
            this.role = role;
        }

        /** Uses this folder, and leaves it when closed; the default is a new one, removed when closed. */
        public Builder data(Path folder) {
            data = Objects.requireNonNull(folder);
            return this;
        }

        /** One setting, as {@code --set key=value}. */
        public Builder set(String key, Object value) {
            return arguments("--set", key + "=" + value);
        }

        /** A settings file, as {@code -c FILE}. */
        public Builder configuration(Path file) {
            return arguments("-c", file.toString());
        }

        /** The address to announce, as {@code --host ADDR}. */
        public Builder host(String address) {
            return arguments("--host", address);
        }

        /** The host by which tests reach the process; the default is 127.0.0.1. */
        public Builder reachedBy(String host) {
            connectHost = host;
            return this;
        }

        /** The name server's port; the default is a free one. */
        public Builder nameServerPort(int port) {
            nameServerPort = port;
            return this;
        }

        /** The broker's port; the default is a free one. */
        public Builder brokerPort(int port) {
            brokerPort = port;
            return this;
        }

        /** More arguments of the program, as they are. */
        public Builder arguments(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /** Options of the Java virtual machine. */
        public Builder javaOptions(String... more) {
            javaOptions.addAll(List.of(more));
            return this;
        }

        /** A command that runs the rest of the command line, such as {@code ip netns exec NAME}. */
        public Builder startedBy(String... command) {
            prefix.addAll(List.of(command));
            return this;
        }

        /** Starts it and waits for its ready line. */
        public ApogeeProcess start() {
            var apogee = new ApogeeProcess(this);
            apogee.start();
            return apogee;
        }

        /**
         * Starts it without waiting for its ready line, for starts that are expected to fail. The caller closes
         * the process; the data folder stays.
         */
        public ChildProcess launch() {
            return new ApogeeProcess(this).launch();
        }
    }

    /**
     * Starts it again, with the same ports, settings and data, and waits for its ready line.
     *
     * @throws IllegalStateException if it runs already, or does not become ready; the message holds its output
     */
    public void start() {
        if (child != null && child.isAlive()) {
            throw new IllegalStateException("process " + child.pid() + " still runs");
        }
        child = launch();
        try {
            readyMillis = Long.parseLong(child.awaitLine(READY, READY_LIMIT).group(1));
        } catch (IllegalStateException e) {
            child.kill9();
            throw e;
        }
    }

    private ChildProcess launch() {
        var command = new ArrayList<>(List.of(settings.role, "--data", data.toString()));
        switch (settings.role) {
            case "up" -> {
                command.addAll(List.of("--nameserver-port", Integer.toString(settings.nameServerPort)));
                command.addAll(List.of("--broker-port", Integer.toString(settings.brokerPort)));
            }
            case "nameserver" -> command.addAll(List.of("--port", Integer.toString(settings.nameServerPort)));
            default -> {} // a broker's ports come from its settings
        }
        command.addAll(settings.arguments);
        return ChildProcess.start(
                "apogee-" + settings.role,
                ApogeeProgram.processBuilder(settings.prefix, settings.javaOptions, command));
    }

    /** Where clients find the name server, as {@code host:port}. */
    public String nameServerAddress() {
        return settings.connectHost + ":" + settings.nameServerPort;
    }

    /** Where the broker listens, as {@code host:port}. */
    public String brokerAddress() {
        return settings.connectHost + ":" + settings.brokerPort;
    }

    /** The name server's port. */
    public int nameServerPort() {
        return settings.nameServerPort;
    }

    /** The broker's main port. */
    public int brokerPort() {
        return settings.brokerPort;
    }

    /** The data folder. */
    public Path data() {
        return data;
    }

    /** Milliseconds from start to ready, as the ready line of the last start says. */
    public long readyMillis() {
        return readyMillis;
    }

    /** The process of the last start, running or not. */
    public ChildProcess process() {
        return child;
    }

    /** The last lines the process printed. */
    public String output() {
        return child.output();
    }

    /** Ends it at once with SIGKILL. */
    public void kill9() {
        child.kill9();
    }

    /**
     * Stops it with SIGTERM.
     *
     * @throws IllegalStateException if it does not end within 30 seconds, or not with exit code 0 or 143
     */
    public void stop() {
        child.terminate();
        int code = child.awaitExit(STOP_LIMIT);
        if (code != 0 && code != KILLED_BY_TERM) {
            throw new IllegalStateException("stopped with exit code %d; its output:%n%s".formatted(code, output()));
        }
    }

    @Override
    public void close() {
        if (child != null) {
            child.kill9();
        }
        if (settings.data == null) {
            DataFolders.delete(data);
        }
    }
}
