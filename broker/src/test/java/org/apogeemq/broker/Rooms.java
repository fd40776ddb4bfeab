package org.apogeemq.broker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.delay.DelayOffsets;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.group.Producers;
import org.apogeemq.broker.mode.Modes;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.timer.TimerProgress;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.log.Draft;
import org.apogeemq.testkit.time.ManualTime;

/** The rooms of a broker over a real store in a folder, with time that stands still. */
public final class Rooms implements AutoCloseable {
    public static final String BROKER = "bk-a";
    public static final String CLUSTER = "C1";

    private static final int SEGMENT_BYTES = 1 << 20;
    private static final int QUEUE_FILE_BYTES = 6_000;

    public final ManualTime time;
    public final Topics topics;
    public final Groups groups;
    public final Offsets offsets;
    public final Members members;
    public final Producers producers;
    public final DelayOffsets delayOffsets = new DelayOffsets();
    public final TimerProgress timerProgress = new TimerProgress();
    public final Modes modes;
    public final Store store;

    private Rooms(StoreConfig config, Disk disk, TopicSettings topicSettings, GroupSettings groupSettings) {
        time = new ManualTime();
        topics = new Topics(topicSettings, time, time);
        groups = new Groups(groupSettings, time);
        offsets = new Offsets(time, Runnable::run);
        members = new Members(groupSettings, groups, time, time);
        producers = new Producers(time, time);
        modes = new Modes(topics, groups);
        store = Store.open(
                config.with(new StoreConfig.Files(SEGMENT_BYTES, QUEUE_FILE_BYTES)),
                disk,
                time,
                time,
                List.of(topics, groups, offsets, delayOffsets, timerProgress, modes));
        topics.opened(store);
        groups.opened(store);
        offsets.opened(store);
    }

    public static Rooms open(Path folder) {
        return open(folder, TopicSettings.defaults(BROKER, CLUSTER), GroupSettings.DEFAULTS);
    }

    public static Rooms open(Path folder, TopicSettings topicSettings, GroupSettings groupSettings) {
        return new Rooms(StoreConfig.at(folder), new RealDisk(), topicSettings, groupSettings);
    }

    /** With delay levels of one's own. */
    public static Rooms open(Path folder, List<Duration> delays) {
        return new Rooms(
                StoreConfig.at(folder).withDelays(delays),
                new RealDisk(),
                TopicSettings.defaults(BROKER, CLUSTER),
                GroupSettings.DEFAULTS);
    }

    /** With a store that takes nothing it has for hot, as if it were old. */
    public static Rooms openCold(Path folder) {
        return openCold(folder, new RealDisk());
    }

    /** The same on another disk. */
    public static Rooms openCold(Path folder, Disk disk) {
        var limits = StoreConfig.Limits.DEFAULT;
        return new Rooms(
                StoreConfig.at(folder).with(new StoreConfig.Limits(0, limits.queues(), limits.snapshotInterval())),
                disk,
                TopicSettings.defaults(BROKER, CLUSTER),
                GroupSettings.DEFAULTS);
    }

    /** Stores a message and returns its log offset. */
    public long put(String topic, int queueId, String body) {
        return put(topic, queueId, body, Map.of());
    }

    /** The same with properties. */
    public long put(String topic, int queueId, String body, Map<String, String> properties) {
        byte[] text = MessageProperties.format(properties).getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Long> stored = new CompletableFuture<>();
        RecordFields fields = new RecordFields()
                .topic(topic.getBytes(StandardCharsets.UTF_8))
                .queueId(queueId)
                .bornHost(new byte[] {10, 0, 0, 9}, 50_000)
                .storeHost(new byte[] {10, 0, 0, 1}, 10_911)
                .body(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)))
                .properties(text, 0, text.length);
        int bytes = RecordFormat.size(fields);
        Draft draft = new Draft(bytes, 1, completed -> stored.complete(completed.logOffset(0)));
        RecordFormat.put(draft.buffer(), 0, fields);
        draft.add(store.queues().obtain(topic, queueId), bytes, 0, true, null);
        store.submit(draft);
        return stored.join();
    }

    @Override
    public void close() {
        offsets.stop().join();
        store.close();
    }
}
