package org.apogeemq.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.view.View;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckCommandTest {
    private static final int CHANGES = 50;

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aSoundStoreIsSaidToBeAndIsNotTouched() throws IOException {
        Store store = filled();
        assertThat(run("store", "check", root.toString())).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("is in use").hasLineCount(1);
        store.close();
        Map<String, FileTime> before = times();
        assertThat(run("store", "check", root.toString())).isZero();
        assertThat(out.toString(UTF_8))
                .contains("stopped cleanly")
                .contains("records   " + CHANGES)
                .endsWith("sound\n");
        assertThat(times()).isEqualTo(before);
    }

    @Test
    void damageIsPrintedWithItsPlace() throws IOException {
        filled().close();
        Path log = root.resolve("commitlog/00000000000000000000");
        byte[] bytes = Files.readAllBytes(log);
        bytes[95] ^= 1; // in the body of the first record
        Files.write(log, bytes);
        assertThat(run("store", "check", root.toString(), "--json")).isEqualTo(1);
        JsonObject report = Json.parseObject(out.toByteArray());
        assertThat(report.booleanValue("sound", true)).isFalse();
        List<Object> damage = report.array("damage");
        assertThat((JsonObject) damage.getFirst()).satisfies(first -> {
            assertThat(first.string("file")).isEqualTo(log.toString());
            assertThat(first.longValue("position", -1)).isZero();
            assertThat(first.string("reason")).contains("CRC");
        });
        out.reset();
        assertThat(run("store", "check", root.toString())).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("00000000000000000000 at 0, ");
    }

    @Test
    void aFolderThatIsNoStoreIsNotChecked() {
        assertThat(run("store", "check", root.resolve("nothing").toString())).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains("is not the data folder of a store")
                .hasLineCount(1);
        assertThat(root.resolve("nothing")).doesNotExist();
    }

    private Store filled() {
        ManualTime time = new ManualTime();
        View view = new Nothing();
        StoreConfig config = StoreConfig.at(root).with(new StoreConfig.Files(4096, 2000));
        Store store = Store.open(config, new RealDisk(), time, time, List.of(view));
        for (int i = 0; i < CHANGES; i++) {
            store.append(view, ("change " + i).getBytes(UTF_8)).join();
        }
        return store;
    }

    private Map<String, FileTime> times() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                times.put(path.toString(), Files.getLastModifiedTime(path));
            }
        }
        return times;
    }

    private int run(String... arguments) {
        return new Apogee(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)).run(arguments);
    }

    /** A view without a state. */
    private static final class Nothing implements View {
        @Override
        public String id() {
            return "nothing";
        }

        @Override
        public void apply(byte[] change) {
            // its changes are only there to be stored
        }

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(byte[] snapshot) {
            // has no state
        }
    }
}
