package org.apogeemq.server.training;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apogeemq.server.Main;
import org.apogeemq.server.command.Apogee;

/** What the JVM watches while it makes the start-up cache: the commands a user begins with, in one process. */
final class Training {
    private static final int PORT_DISTANCE = 2;
    private static final int MESSAGES = 40;
    private static final int FAILED = 1;
    private static final long SECONDS_MAX = 30;

    private Training() {}

    /** @param arguments the data folder to use; the caller removes it */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println("training for " + Main.class.getName());
        System.exit(run(Path.of(arguments[0])));
    }

    private static int run(Path data) throws IOException, InterruptedException {
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
            return FAILED;
        }
        String nameServer = "127.0.0.1:" + nameServerPort;
        int code = 0;
        for (int i = 0; i < MESSAGES; i++) {
            code |= new Apogee(System.out, System.err).run("send", "training", "message " + i, "-n", nameServer);
        }
        return code
                | new Apogee(System.out, System.err)
                        .run(
                                "tail",
                                "training",
                                "--from",
                                "first",
                                "--count",
                                Integer.toString(MESSAGES),
                                "-n",
                                nameServer);
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
