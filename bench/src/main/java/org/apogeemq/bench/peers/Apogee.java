package org.apogeemq.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Apogee, started by the command a user would type.
 *
 * @param command words with the placeholders {@code {data}}, {@code {nameserver}} and {@code {broker}}
 * @param home folder in which the command runs
 */
public record Apogee(String command, Path home) implements Peer {
    /** What is run unless told otherwise. */
    public static final String COMMAND =
            "bin/apogee up --data {data} --nameserver-port {nameserver} --broker-port {broker}";

    private static final Pattern READY = Pattern.compile("^Apogee ready in (\\d+) ms");

    public Apogee {
        if (command.isBlank()) {
            throw new IllegalArgumentException("the command that starts Apogee is empty, must name a program");
        }
    }

    @Override
    public String name() {
        return "Apogee";
    }

    @Override
    public String nameServer(Ports ports) {
        return "127.0.0.1:" + ports.nameServer();
    }

    @Override
    public boolean startable() {
        return true;
    }

    @Override
    public RunningServer start(Path folder, Ports ports, Durability durability) throws IOException {
        List<String> words = new ArrayList<>(words(folder, ports));
        if (durability == Durability.DISK) {
            words.addAll(List.of("--set", "flushDiskType=SYNC_FLUSH"));
        }
        long startedAtNanos = System.nanoTime();
        ServerProcess server = ServerProcess.start("apogee", words, home, READY, folder.resolve("apogee.out"));
        return new ChildServer(startedAtNanos, List.of(server));
    }

    List<String> words(Path folder, Ports ports) {
        return Arrays.stream(command.trim().split("\\s+"))
                .map(word -> word.replace("{data}", folder.resolve("data").toString())
                        .replace("{nameserver}", Integer.toString(ports.nameServer()))
                        .replace("{broker}", Integer.toString(ports.broker())))
                .toList();
    }
}
