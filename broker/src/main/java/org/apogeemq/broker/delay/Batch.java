package org.apogeemq.broker.delay;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.Store;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is delivered together, of all levels, and then how far the levels are: one draft, so that a kill leaves both or
 * neither. Used again and again; confined to the turn of delivery.
 */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    private static final int DRAFT_BYTES = 256 << 10;
    /** Room for the note of how far the levels are. */
    private static final int NOTE_BYTES = 8 << 10;

    private final Topics topics;
    private final Store store;
    private final DelayOffsets noted;
    private final Draft usual;
    private final Map<Integer, Long> reached = new TreeMap<>(); // by level: behind the last one taken
    private final Map<Integer, Level> levels = new TreeMap<>(); // those that have messages here
    private Draft draft;
    private boolean full;
    private CompletableFuture<Void> stored;

    /** @param recordsMax messages it takes at most */
    Batch(Topics topics, Store store, DelayOffsets noted, int recordsMax) {
        this.topics = topics;
        this.store = store;
        this.noted = noted;
        usual = new Draft(DRAFT_BYTES, recordsMax + 1, done -> stored.complete(null));
    }

    /** The place of a message in the schedule topic. */
    private record Origin(Level level, long queueOffset) {}

    /**
     * Takes a message whose time has come.
     *
     * @return false if it has to wait for the next batch
     * @throws java.io.UncheckedIOException if the disk does not return it; nothing was taken
     */
    boolean add(Level level, long queueOffset, long logOffset) {
        if (full) {
            return false;
        }
        ByteBuffer record = store.log().record(logOffset);
        boolean readable = record != null && !VoidRecord.isVoid(record, 0); // else damaged: readers have said so
        Reissue reissue = readable ? reissue(StoredMessage.decode(record)) : null;
        if (reissue != null) {
            int bytes = reissue.bytes() + NOTE_BYTES;
            if (draft == null) {
                draft = bytes <= DRAFT_BYTES ? usual : new Draft(bytes, 2, done -> stored.complete(null));
            } else if (!draft.fits(bytes)) {
                full = true;
                return false;
            }
            reissue.put(draft, new Origin(level, queueOffset));
        }
        passOver(level, queueOffset);
        return true;
    }

    /** Leaves out a message that is not delivered. */
    void passOver(Level level, long queueOffset) {
        levels.put(level.number(), level);
        reached.put(level.number(), queueOffset + 1);
    }

    /**
     * Stores what was taken and how far each level is, and is empty again. Waits for the log.
     *
     * @return why not all of it was stored, null if it was; levels then go on with the first that was not
     */
    Outcome store() {
        Outcome failure = null;
        if (draft != null) {
            store.add(draft, noted, DelayOffsets.json(reached));
            stored = new CompletableFuture<>();
            store.submit(draft);
            stored.join();
            failure = outcome();
        }
        if (!reached.isEmpty() && (draft == null || failure != null)) {
            note();
        }
        reached.forEach((level, offset) -> levels.get(level).next(offset));
        clear();
        return failure;
    }

    private Outcome outcome() {
        Outcome failure = null;
        int messages = draft.records() - 1;
        for (int i = 0; i < messages; i++) {
            Outcome outcome = draft.outcome(i);
            Origin origin = (Origin) draft.context(i);
            if (outcome == Outcome.TOO_LARGE) {
                LOG.error(
                        "message {} of the delay level {} is lost: it is larger than a segment of the log",
                        origin.queueOffset,
                        origin.level.number());
            } else if (outcome != Outcome.STORED && outcome != Outcome.FLUSH_TIMEOUT) {
                reached.merge(origin.level.number(), origin.queueOffset, Math::min);
                failure = outcome;
            }
        }
        return failure;
    }

    private void note() {
        noted.set(store, reached).exceptionally(e -> {
            LOG.warn("how far delay levels are could not be noted: {}", e.getMessage());
            return null;
        });
    }

    private void clear() {
        usual.clear();
        draft = null;
        full = false;
        reached.clear();
        levels.clear();
    }

    /** Where a message of the schedule topic is for; {@code null}, with a line in the log, if that is nowhere. */
    private Reissue reissue(StoredMessage message) {
        Map<String, String> properties = message.propertyMap();
        String name = properties.getOrDefault(PropertyNames.REAL_TOPIC, "");
        Topic topic = topics.find(name);
        if (topic == null || topic.queues() == 0 || Names.isClosedToClients(name)) {
            LOG.warn(
                    "the delayed message {} is not delivered: there is no topic '{}' for it any more",
                    message.offsetMessageId(),
                    name);
            return null;
        }
        int queueId = queueId(properties.get(PropertyNames.REAL_QID), topic);
        return new Reissue(
                message, topic.nameBytes(), topic.queue(queueId), message.properties(), message.reconsumeTimes());
    }

    /** The topic may have fewer queues than when the message was sent. */
    private static int queueId(String text, Topic topic) {
        try {
            return Math.floorMod(Integer.parseInt(text == null ? "0" : text), topic.queues());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
