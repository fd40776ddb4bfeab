package org.apogeemq.server.command;

import java.io.PrintWriter;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.server.logs.Logs;
import org.apogeemq.server.process.StartUpCache;
import org.apogeemq.server.process.StopSignal;
import org.apogeemq.server.wiring.Plan;
import org.apogeemq.server.wiring.Wiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is planned until the process is asked to stop. */
final class ServerRun {
    private final Plan plan;
    private final boolean verbose;
    private final PrintWriter out;
    private final PrintWriter err;

    ServerRun(Plan plan, boolean verbose, Console console) {
        this.plan = plan;
        this.verbose = verbose;
        out = console.out();
        err = console.err();
    }

    /**
     * Starts, says so, waits, has closed everything on return.
     *
     * @return the exit code
     * @throws org.apogeemq.server.wiring.StartFailure if it cannot start; nothing runs then
     */
    int untilStopped() throws InterruptedException {
        Wiring.makeFolders(plan);
        Logs logs = Logs.start(plan.logs(), plan.parts().logName(), verbose ? Logs.Console.ALL : Logs.Console.WARNINGS);
        Logger log = LoggerFactory.getLogger(ServerRun.class);
        plan.settings().notices().forEach(log::warn);
        Wiring running;
        try {
            running = Wiring.start(plan, line -> {
                log.info("{}", line);
                out.println(line);
            });
        } catch (RuntimeException e) {
            log.info("not started: {}", e.getMessage(), e); // to the file; the console gets one line
            logs.close();
            throw e;
        }
        var signal = new StopSignal();
        signal.closes(() -> close(running, logs), () -> {
            err.println("apogee: not closed in time, ended at once; the next start repairs what is open");
            err.flush();
        });
        String ready = running.readyLine(StartUpCache.current().words());
        log.info("{}", ready);
        out.println(ready);
        out.flush();
        signal.await();
        return 0;
    }

    private static void close(Wiring running, Logs logs) {
        running.close();
        logs.close();
    }
}
