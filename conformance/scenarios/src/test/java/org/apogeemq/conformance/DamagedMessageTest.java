package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;

class DamagedMessageTest {
    /** Where the body begins in a record of IPv4 hosts: the part that has a checksum. */
    private static final int BODY_AT = 88;

    @Test
    void consumersGetEverythingButTheMessageThatIsDamagedOnDisk() throws Exception {
        // Nothing is hot: as if all had been written long ago.
        try (ApogeeProcess apogee = ApogeeProcess.up()
                        .set("accessMessageInMemoryMaxRatio", 0)
                        .start();
                var clients = new Clients(Server.of(apogee))) {
            String topic = clients.topic(1);
            List<String> sent = new ArrayList<>(clients.send(topic, 40));
            MessageExt victim = clients.readAll(topic).get(17);
            change(apogee.data().resolve("commitlog"), victim.getCommitLogOffset() + BODY_AT);

            Inbox inbox = clients.consume(unique("group"), topic);

            sent.remove(Inbox.body(victim));
            inbox.awaitExactly(sent);
            eventually(() -> assertThat(logs(apogee.data()))
                    .contains("message 17 of queue 0 of " + topic + " is damaged and was skipped"));
        }
    }

    private static void change(Path log, long position) throws IOException {
        try (var file = new RandomAccessFile(log.resolve("00000000000000000000").toFile(), "rw")) {
            file.seek(position);
            int before = file.read();
            file.seek(position);
            file.write(before ^ 0x20);
        }
    }

    private static String logs(Path data) throws IOException {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
