package org.apogeemq.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.index.KeyIndex.TimeRange;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;

/** Sends messages with keys to a store and asks for them. */
final class KeyedStore implements AutoCloseable {
    static final Path FOLDER = TestStore.ROOT.resolve("index");
    static final Path POSITION = TestStore.ROOT.resolve("apogee").resolve("index.position");

    final TestStore test = new TestStore();

    /** Sends a message with a property text as clients write it ("=" and ";" for the separators). */
    long send(String topic, String properties) {
        return send(topic, properties, 0);
    }

    long send(String topic, String properties, int sysFlag) {
        CompletableFuture<Draft> done = new CompletableFuture<>();
        byte[] text = properties.replace('=', '\1').replace(';', '\2').getBytes(UTF_8);
        RecordFields fields = new RecordFields()
                .topic(topic.getBytes(UTF_8))
                .sysFlag(sysFlag)
                .body(ByteBuffer.wrap("body".getBytes(UTF_8)))
                .properties(text, 0, text.length);
        Draft draft = new Draft(RecordFormat.size(fields), 1, done::complete);
        int size = RecordFormat.put(draft.buffer(), 0, fields);
        draft.add(test.queue(topic, 0), size, MessageProperties.tagsCode(text, 0, text.length), true, null);
        test.store.submit(draft);
        Draft sent = done.join();
        if (sent.outcome(0) != Outcome.STORED) {
            throw new IllegalStateException("not stored: " + sent.outcome(0));
        }
        return sent.logOffset(0);
    }

    /** The log offsets the index has for a key, the newest first. */
    List<Long> find(String key, TimeRange range) {
        List<Long> found = new ArrayList<>();
        KeyIndex.Reach reach = test.store.keys().find(key, range, found::add);
        if (reach.isBehind()) {
            throw new IllegalStateException("the index is behind: " + reach);
        }
        return found;
    }

    List<Long> find(String topic, String key) {
        return find(IndexKey.of(topic, key), TimeRange.ALL);
    }

    List<String> files() {
        return test.disk.list(FOLDER);
    }

    Path file(int i) {
        return FOLDER.resolve(files().get(i));
    }

    @Override
    public void close() {
        test.close();
    }
}
