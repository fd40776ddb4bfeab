package org.apogeemq.server.training;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apogeemq.server.Main;
import org.apogeemq.server.command.Apogee;

/** What the JVM watches while it makes the start-up cache: the commands a user begins with, in one process. */
final class Training {
    private static final int PORT_DISTANCE = 2;
    private static final int MESSAGES = 40;
    private static final int BEGIN_BYTES = 1 << 20;
    private static final int FAILED = 1;
    private static final long SECONDS_MAX = 30;

    private Training() {}

    /** @param arguments the folder for data folders; the caller removes it */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println("training for " + Main.class.getName());
        System.exit(run(Path.of(arguments[0])));
    }

    private static int run(Path data) throws IOException, InterruptedException {
        Path first = data.resolve("first");
        String nameServer = start(first);
        if (nameServer.isEmpty()) {
            return FAILED;
        }
        int code = 0;
        for (int i = 0; i < MESSAGES; i++) {
            code |= new Apogee(System.out, System.err).run("send", "training", "message " + i, "-n", nameServer);
        }
        code |= new Apogee(System.out, System.err)
                .run("tail", "training", "--from", "first", "--count", Integer.toString(MESSAGES), "-n", nameServer);
        // What a kill would leave behind now: starts after one are those whose users wait.
        Path killed = data.resolve("killed");
        copy(first, killed);
        return start(killed).isEmpty() ? FAILED : code;
    }

    /** Starts a server that ends with the process, and returns its name server's address; empty if it is not ready. */
    private static String start(Path data) throws IOException, InterruptedException {
        int nameServerPort = freePort();
        int brokerPort = freePort();
        var ready = new CountDownLatch(1);
        var out = new PrintStream(new ReadyWatch(ready), true, StandardCharsets.UTF_8);
        var server = new Thread(
                () -> new Apogee(out, System.err)
                        .run(
                                "up",
                                "--data",
                                data.toString(),
                                "--nameserver-port",
                                Integer.toString(nameServerPort),
                                "--broker-port",
                                Integer.toString(brokerPort)),
                "training-server");
        server.setDaemon(true);
        server.start();
        if (!ready.await(SECONDS_MAX, TimeUnit.SECONDS)) {
            System.err.println("the server was not ready after " + SECONDS_MAX + " s");
            return "";
        }
        return "127.0.0.1:" + nameServerPort;
    }

    /** Copies a folder of a running server; what is written meanwhile may be in it or not, as after a kill. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    copySparsely(file, copy);
                }
            }
        }
    }

    /** Only the first megabyte, and the length: log and index files are nearly all hole. */
    private static void copySparsely(Path from, Path to) throws IOException {
        try (var in = new RandomAccessFile(from.toFile(), "r");
                var out = new RandomAccessFile(to.toFile(), "rw")) {
            byte[] begin = new byte[(int) Math.min(in.length(), BEGIN_BYTES)];
            in.readFully(begin);
            out.write(begin);
            out.setLength(in.length());
        }
    }

    /** A port that is free, and the one two below it too. */
    private static int freePort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            try (var socket = new ServerSocket(0);
                    var fast = new ServerSocket(socket.getLocalPort() - PORT_DISTANCE)) {
                assert fast.isBound();
                return socket.getLocalPort();
            } catch (IOException e) {
                assert tries >= 0; // the lower one is taken: try another pair
            }
        }
        throw new IOException("no pair of free ports found");
    }

    /** Opens a latch at the first line end. */
    private static final class ReadyWatch extends OutputStream {
        private final CountDownLatch ready;

        private ReadyWatch(CountDownLatch ready) {
            this.ready = ready;
        }

        @Override
        public void write(int b) {
            if (b == '\n') {
                ready.countDown();
            }
        }
    }
}
