package org.apogeemq.store.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.TagsCode;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.NotStoredException;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.log.RecordApplier;
import org.apogeemq.store.queue.ConsumeQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of views as records: topic {@value #TOPIC}, queue 0, the tag is the view's id, the body is the change. The
 * topic's prefix makes Apache take it for one of its system.
 */
public final class ViewRecords implements RecordApplier {
    /** Where changes are stored. */
    public static final String TOPIC = "rmq_sys_apogee_views";

    /** The tag of records that say only that a topic's queues are emptied; the body is the topic. */
    public static final String REMOVED_TOPICS = "apogee.removed-topics";

    private static final Logger LOG = LoggerFactory.getLogger(ViewRecords.class);
    private static final Pattern ID = Pattern.compile("[a-z0-9.-]{1,64}");
    private static final byte[] TOPIC_BYTES = TOPIC.getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAGS = MessageProperties.bytes(PropertyNames.TAGS);
    private static final byte[] REMOVES = MessageProperties.bytes("APOGEE_REMOVES");
    private static final Runnable NOTHING = () -> {};

    private final List<Applied> all = new ArrayList<>();
    private final Map<String, Applied> byId = new HashMap<>();

    /** A view, and how far it is. */
    static final class Applied {
        final View view;
        final boolean kept; // has a snapshot
        final AtomicBoolean changed = new AtomicBoolean();
        long from; // records before this log offset are in the snapshot it was restored from; opening thread only
        long snapshotAt; // position of the snapshot in the file; opening, then background thread
        long beforeAt; // of the one before it, or less

        Applied(View view, boolean kept) {
            this.view = view;
            this.kept = kept;
        }
    }

    /**
     * @param views whose changes go to snapshots
     * @param unkept whose changes need none: once applied, their effect is in files that are older than the checkpoint
     */
    public ViewRecords(List<View> views, List<View> unkept) {
        views.forEach(view -> add(view, true));
        unkept.forEach(view -> add(view, false));
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    /** Applies a change that is confirmed. */
    public void apply(ByteBuffer record, int at) {
        take(record, at).run();
    }

    @Override
    public Runnable take(ByteBuffer record, int at) {
        long logOffset = RecordFormat.logOffset(record, at);
        String removed = removedTopic(record, at);
        if (removed != null) { // what is appended behind this record belongs to a new topic of that name
            apply(byId.get(REMOVED_TOPICS), logOffset, removed.getBytes(StandardCharsets.UTF_8));
        }
        String id = property(record, at, TAGS);
        Applied applied = byId.get(id);
        if (applied == null) {
            LOG.warn("a change of the view '{}' at {} is ignored: there is no such view", id, logOffset);
        }
        if (applied == null || !applied.kept) {
            return NOTHING;
        }
        byte[] change = body(record, at);
        return () -> apply(applied, logOffset, change);
    }

    private static void apply(Applied applied, long logOffset, byte[] change) {
        if (applied == null || logOffset < applied.from) {
            return;
        }
        try {
            applied.view.apply(change);
        } catch (RuntimeException e) { // the log must go on; the view has a defect
            LOG.error("view '{}' did not apply its change at {}", applied.view.id(), logOffset, e);
        }
        applied.changed.set(true);
    }

    /** The topic whose queues are emptied by a record of {@link #TOPIC}; {@code null} if it is about something else. */
    public static String removedTopic(ByteBuffer record, int at) {
        boolean alone = REMOVED_TOPICS.equals(property(record, at, TAGS));
        return alone ? new String(body(record, at), StandardCharsets.UTF_8) : property(record, at, REMOVES);
    }

    /** A draft of one change, and its future: completed on the log's owner when the change is confirmed. */
    public record Change(Draft draft, CompletableFuture<Void> done) {}

    /**
     * Lays out a change of {@code view} for {@code queue}, which is queue 0 of {@link #TOPIC}.
     *
     * @param removedTopic whose queues the same record empties; {@code null}: none
     */
    public Change change(View view, byte[] change, String removedTopic, ConsumeQueue queue) {
        RecordFields fields = fields(view, change, removedTopic);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Draft draft = new Draft(RecordFormat.size(fields), 1, completed -> {
            Outcome outcome = completed.outcome(0);
            if (outcome == Outcome.STORED) {
                done.complete(null);
            } else {
                done.completeExceptionally(new NotStoredException("change of view '" + view.id() + "'", outcome));
            }
        });
        add(draft, view, fields, queue);
        return new Change(draft, done);
    }

    /** Lays out a change of {@code view} behind what {@code draft} holds already; it has room for it. */
    public void add(Draft draft, View view, byte[] change, ConsumeQueue queue) {
        add(draft, view, fields(view, change, null), queue);
    }

    private static void add(Draft draft, View view, RecordFields fields, ConsumeQueue queue) {
        int size = RecordFormat.size(fields);
        if (draft.fits(size)) {
            RecordFormat.put(draft.buffer(), draft.end(), fields);
        }
        draft.add(queue, size, TagsCode.of(view.id()), true, null); // says so if there is no room
    }

    private RecordFields fields(View view, byte[] change, String removedTopic) {
        if (!byId.containsKey(view.id())) {
            throw new IllegalArgumentException("view '" + view.id() + "' was not given when the store was opened");
        }
        byte[] id = view.id().getBytes(StandardCharsets.UTF_8);
        byte[] removed = removedTopic == null ? new byte[0] : removedTopic.getBytes(StandardCharsets.UTF_8);
        byte[] properties = new byte
                [MessageProperties.appendedBytesMax(TAGS, id) + MessageProperties.appendedBytesMax(REMOVES, removed)];
        int length = MessageProperties.append(properties, 0, 0, TAGS, id);
        if (removed.length > 0) {
            length = MessageProperties.append(properties, 0, length, REMOVES, removed);
        }
        return new RecordFields()
                .topic(TOPIC_BYTES)
                .body(ByteBuffer.wrap(change))
                .properties(properties, 0, length);
    }

    /** The least log offset from which any view with a snapshot needs changes. Opening thread. */
    public long neededFrom() {
        return kept().stream().mapToLong(applied -> applied.from).min().orElse(Long.MAX_VALUE);
    }

    /** Says that the effect of changes before {@code logOffset} is in files, for the views without snapshot. */
    public void filesHold(long logOffset) {
        all.stream().filter(applied -> !applied.kept).forEach(applied -> applied.from = logOffset);
    }

    /** Says where the log ends: a snapshot that is ahead of it is written again. Opening thread. */
    public void logEnds(long end) {
        for (Applied applied : all) {
            if (applied.from > end) {
                applied.changed.set(true);
            }
            applied.from = 0;
        }
    }

    List<Applied> kept() {
        return all.stream().filter(applied -> applied.kept).toList();
    }

    private void add(View view, boolean kept) {
        if (!ID.matcher(view.id()).matches()) {
            throw new IllegalArgumentException("view id is '" + view.id() + "', must match " + ID.pattern());
        }
        Applied applied = new Applied(view, kept);
        all.add(applied);
        if (byId.put(view.id(), applied) != null) {
            throw new IllegalArgumentException("there are two views with the id '" + view.id() + "'");
        }
    }

    private static String property(ByteBuffer record, int at, byte[] name) {
        int propertiesAt = RecordFormat.propertiesAt(record, at);
        return MessageProperties.value(record, propertiesAt, RecordFormat.propertiesLength(record, at), name);
    }

    private static byte[] body(ByteBuffer record, int at) {
        byte[] body = new byte[RecordFormat.bodyLength(record, at)];
        record.get(RecordFormat.bodyAt(record, at), body);
        return body;
    }
}
