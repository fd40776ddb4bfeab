package org.apogeemq.broker.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.group.TagFilter;
import org.apogeemq.broker.pull.PullResult.Status;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.BatchBody;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.queue.QueueKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from a queue whose records hold several messages each: none is split, and messages are what is counted. */
class BatchPullTest {
    private static final String TOPIC = "batches";
    private static final int TAG = "blue".hashCode();
    private static final List<Integer> SIZES = List.of(5, 10, 20, 1, 40, 1, 1);

    @TempDir
    Path folder;

    private Rooms rooms;
    private Pull pull;
    private ConsumeQueue queue;
    private final PullResult result = new PullResult(32);

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        var config = new PullConfig(32, 256 << 10, 1_000, true, Duration.ofSeconds(1), true, true);
        var tables =
                new PullRoom.Tables(rooms.topics, rooms.groups, rooms.members, rooms.offsets, new SqlFilters(true));
        pull = new Pull(config, tables);
        Map<String, String> attributes = Map.of("+queue.type", "BatchCQ");
        rooms.topics
                .upsert(new TopicConfig(TOPIC, 1, 1, 6, TopicConfig.SINGLE_TAG, 0, false, attributes))
                .join();
        queue = rooms.topics.find(TOPIC).queue(0);
        for (int i = 0; i < SIZES.size(); i++) {
            put(SIZES.get(i), i % 2 == 0 ? TAG : 0);
        }
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private void put(int messages, long tagsCode) {
        ByteBuffer body = ByteBuffer.allocate(messages * (BatchBody.FIXED_BYTES + 100));
        for (int i = 0; i < messages; i++) {
            BatchBody.put(body, 0, ByteBuffer.allocate(100), new byte[0]);
        }
        RecordFields fields = new RecordFields()
                .topic(TOPIC.getBytes(UTF_8))
                .sysFlag(SysFlags.INNER_BATCH | SysFlags.NEEDS_UNWRAP)
                .body(body.flip())
                .properties(new byte[0], 0, 0);
        CompletableFuture<Draft> done = new CompletableFuture<>();
        Draft draft = new Draft(RecordFormat.size(fields), 1, done::complete);
        int bytes = RecordFormat.put(draft.buffer(), 0, fields);
        draft.add(queue, bytes, tagsCode, true, null);
        rooms.store.submit(draft);
        done.join();
    }

    /** The queue offsets of the records found, then where to go on. */
    private List<Long> pull(long offset, int maxMessages, int maxBytes, TagFilter filter) {
        PullCall call = new PullCall();
        call.topic = TOPIC;
        call.queue = queue;
        call.offset = offset;
        call.maxMessages = maxMessages;
        call.maxBytes = maxBytes;
        call.filter = filter;
        pull.read(
                call, new Gatherer(rooms.store.log(), new QueueEntries(32), new ColdSieve(rooms.store.log())), result);
        ByteBuffer records = ByteBuffer.allocate(result.bytes());
        assertThat(result.copy(rooms.store.log(), records)).isTrue();
        List<Long> offsets = new java.util.ArrayList<>(StoredMessage.decodeAll(records.flip()).stream()
                .map(StoredMessage::queueOffset)
                .toList());
        offsets.add(result.nextOffset());
        return offsets;
    }

    private List<Long> pull(long offset) {
        return pull(offset, 32, Integer.MAX_VALUE, TagFilter.ALL);
    }

    @Test
    void anAnswerHoldsSoManyWholeBatchesAsDoNotExceedTheMessagesAskedFor() {
        assertThat(queue).extracting(ConsumeQueue::maxOffset).isEqualTo(78L);
        assertThat(pull(0)).containsExactly(0L, 5L, 15L);
        assertThat(result.messages()).isEqualTo(15);
        assertThat(pull(15)).containsExactly(15L, 35L, 36L);
        assertThat(pull(76)).containsExactly(76L, 77L, 78L);
        assertThat(pull(78, 32, 1_000, TagFilter.ALL)).containsExactly(78L);
        assertThat(result.status()).isEqualTo(Status.OFFSET_OVERFLOW_ONE);
    }

    @Test
    void theFirstBatchComesHoweverLargeItIs() {
        assertThat(pull(36)).containsExactly(36L, 76L);
        assertThat(result.messages()).isEqualTo(40);
        assertThat(pull(0, 1, Integer.MAX_VALUE, TagFilter.ALL)).containsExactly(0L, 5L);
        assertThat(pull(15, 32, 1, TagFilter.ALL)).containsExactly(15L, 35L);
    }

    @Test
    void anOffsetWithinABatchGivesTheBatch() {
        assertThat(pull(3)).containsExactly(0L, 5L, 15L);
        assertThat(pull(75)).containsExactly(36L, 76L);
    }

    @Test
    void aFilterPassesOverWholeBatches() {
        assertThat(pull(5, 32, Integer.MAX_VALUE, TagFilter.of(new int[] {TAG})))
                .containsExactly(15L, 36L);
        assertThat(pull(5, 32, Integer.MAX_VALUE, TagFilter.of(new int[] {7}))).containsExactly(78L);
        assertThat(result.status()).isEqualTo(Status.NO_MATCHED_MESSAGE);
    }

    @Test
    void topicsSayByTheirAttributeHowTheirQueuesAre() {
        assertThat(rooms.topics.find(TOPIC).queueKind()).isEqualTo(QueueKind.BATCH);
        assertThat(rooms.topics.batchTopics()).containsExactly(TOPIC);
    }
}
