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

    /** The tag of changes that say that a topic's queues are emptied; the body is the topic. */
    public static final String REMOVED_TOPICS = "apogee.removed-topics";

    private static final Logger LOG = LoggerFactory.getLogger(ViewRecords.class);
    private static final Pattern ID = Pattern.compile("[a-z0-9.-]{1,64}");
    private static final byte[] TOPIC_BYTES = TOPIC.getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAGS = MessageProperties.bytes(PropertyNames.TAGS);

    private final List<Applied> all = new ArrayList<>();
    private final Map<String, Applied> byId = new HashMap<>();

    /** A view, and how far it is. */
    static final class Applied {
        final View view;
        final boolean kept; // has a snapshot
        final AtomicBoolean changed = new AtomicBoolean();
        long from; // records before this log offset are in the snapshot it was restored from; opening thread only
        long snapshotAt; // position of the snapshot in the file; opening, then background thread

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

    @Override
    public void apply(ByteBuffer record, int at) {
        String id = id(record, at);
        Applied applied = byId.get(id);
        if (applied == null) {
            LOG.warn("a change of the view '{}' at {} is ignored: there is no such view", id, logOffset(record, at));
            return;
        }
        if (logOffset(record, at) < applied.from) {
            return;
        }
        byte[] change = new byte[RecordFormat.bodyLength(record, at)];
        record.get(RecordFormat.bodyAt(record, at), change);
        try {
            applied.view.apply(change);
        } catch (RuntimeException e) { // the log must go on; the view has a defect
            LOG.error("view '{}' did not apply its change at {}", id, logOffset(record, at), e);
        }
        applied.changed.set(true);
    }

    /** A draft of one change, and its future: completed on the log's owner when the change is confirmed. */
    public record Change(Draft draft, CompletableFuture<Void> done) {}

    /** Lays out a change of {@code view} for {@code queue}, which is queue 0 of {@link #TOPIC}. */
    public Change change(View view, byte[] change, ConsumeQueue queue) {
        if (!byId.containsKey(view.id())) {
            throw new IllegalArgumentException("view '" + view.id() + "' was not given when the store was opened");
        }
        byte[] id = view.id().getBytes(StandardCharsets.UTF_8);
        byte[] properties = new byte[MessageProperties.appendedBytesMax(TAGS, id)];
        int length = MessageProperties.append(properties, 0, 0, TAGS, id);
        RecordFields fields = new RecordFields()
                .topic(TOPIC_BYTES)
                .body(ByteBuffer.wrap(change))
                .properties(properties, 0, length);
        int size = RecordFormat.size(fields);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Draft draft = new Draft(size, 1, completed -> {
            Outcome outcome = completed.outcome(0);
            if (outcome == Outcome.STORED) {
                done.complete(null);
            } else {
                done.completeExceptionally(new NotStoredException("change of view '" + view.id() + "'", outcome));
            }
        });
        RecordFormat.put(draft.buffer(), 0, fields);
        draft.add(queue, size, TagsCode.of(view.id()), true, null);
        return new Change(draft, done);
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

    private static String id(ByteBuffer record, int at) {
        int propertiesAt = RecordFormat.propertiesAt(record, at);
        return MessageProperties.value(record, propertiesAt, RecordFormat.propertiesLength(record, at), TAGS);
    }

    private static long logOffset(ByteBuffer record, int at) {
        return RecordFormat.logOffset(record, at);
    }
}
