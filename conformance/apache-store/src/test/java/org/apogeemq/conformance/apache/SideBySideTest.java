package org.apogeemq.conformance.apache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apogeemq.conformance.apache.ApacheBroker.Release;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.testkit.server.Server;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The same commands of {@code mqadmin} to Apache's broker and to Apogee, on the same scene, print the same. */
@ResourceLock(Resources.SYSTEM_OUT)
@Execution(ExecutionMode.CONCURRENT)
class SideBySideTest {
    private static final String BROKER = "bk";
    /** Begins of commands that are not to be repeated. */
    private static final List<String> CHANGES = List.of("update", "delete", "reset", "skip", "clone", "wipe", "add");

    @Test
    void commandsPrintTheSame() throws IOException {
        Path folder = DataFolders.create("side-by-side");
        int port = FreePorts.forBroker();
        try (ApogeeProcess names =
                        ApogeeProcess.nameServer().data(folder.resolve("names")).start();
                ApacheBroker apache = ApacheBroker.start(
                        Release.V5_5,
                        new ApacheBroker.Place(
                                folder.resolve("data"),
                                folder.resolve("home"),
                                BROKER,
                                names.nameServerAddress(),
                                port));
                ApogeeProcess apogee = ApogeeProcess.up()
                        .data(folder.resolve("apogee"))
                        .set("brokerName", BROKER)
                        .start()) {
            AdminScene theirs = AdminScene.play(new Server(names.nameServerAddress(), "127.0.0.1:" + port), BROKER);
            AdminScene ours = AdminScene.play(Server.of(apogee), BROKER);
            var softly = new SoftAssertions();
            for (String command : AdminScene.COMMANDS) {
                String expected = theirs.run(command);
                String actual = ours.run(command);
                if (!actual.equals(expected) && CHANGES.stream().noneMatch(command::startsWith)) {
                    expected = theirs.run(command); // Apache's broker may not have been ready to tell
                    actual = ours.run(command);
                }
                softly.assertThat(actual).as(command).isEqualTo(expected);
            }
            softly.assertAll();
        } finally {
            DataFolders.delete(folder);
        }
    }
}
