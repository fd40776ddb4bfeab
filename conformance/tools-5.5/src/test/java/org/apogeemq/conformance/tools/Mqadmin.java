package org.apogeemq.conformance.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.tools.command.MQAdminStartup;

/**
 * Runs {@code mqadmin} commands in this process. It prints to the process's own output, which is redirected while
 * it runs; so only one may run at a time.
 */
public final class Mqadmin {
    private final String nameServer;

    /** Commands to the brokers that this name server knows. */
    public Mqadmin(String nameServer) {
        this.nameServer = nameServer;
    }

    /** Runs a command with {@code -n} set, and returns all it printed. */
    public String run(String command, String... arguments) {
        var all = new ArrayList<String>();
        all.add(command);
        all.addAll(List.of(arguments));
        all.addAll(List.of("-n", nameServer));
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        try (var stream = new PrintStream(printed, true, UTF_8);
                var hurry = new HurriedEnd(Thread.currentThread())) {
            System.setOut(stream);
            System.setErr(stream);
            hurry.begin();
            MQAdminStartup.main0(all.toArray(String[]::new), null);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return printed.toString(UTF_8);
    }
}
