package org.apogeemq.broker.pull;

import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.group.TagFilter;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.pull.PullResult.Status;
import org.apogeemq.broker.pull.Sieve.Verdict;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;

/** The rules of pulling: who may pull what, and what he gets. Shared, stateless, thread-safe. */
final class Pull {
    private static final String TAG = "TAG";

    /** No client takes a frame as large as this. */
    private static final int RECORD_BYTES_MAX = 32 << 20;

    private final Topics topics;
    private final Groups groups;
    private final Members members;
    private final Offsets offsets;
    private final SqlFilters sqlFilters;
    private final CommitLog log;
    // Replaced while the broker runs.
    private volatile PullConfig config;

    Pull(PullConfig config, PullRoom.Tables tables, CommitLog log) {
        this.config = config;
        topics = tables.topics();
        groups = tables.groups();
        members = tables.members();
        offsets = tables.offsets();
        sqlFilters = tables.sqlFilters();
        this.log = log;
    }

    void change(PullConfig changed) {
        config = changed;
    }

    /**
     * Checks the call in the order clients rely on, notes the progress it carries and finds its queue and filter.
     *
     * @return false if the group does not exist yet
     * @throws RefusedException if it may not pull
     */
    boolean check(PullCall call) {
        if (!config.readable()) {
            throw new RefusedException(ResponseCodes.NO_PERMISSION, "the broker pulling message is forbidden");
        }
        var group = groups.find(call.group);
        if (group == null) {
            return false;
        }
        if (!group.consumeEnable()) {
            throw new RefusedException(ResponseCodes.NO_PERMISSION, "subscription group no permission, " + call.group);
        }
        Topic topic = topics.find(call.topic);
        if (topic == null) {
            throw new RefusedException(
                    ResponseCodes.TOPIC_NOT_EXIST, "topic[" + call.topic + "] not exist, apply first please!");
        }
        if (!topic.isReadable()) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION, "the topic[" + call.topic + "] pulling message is forbidden");
        }
        if (call.queueId < 0 || call.queueId >= topic.readQueues()) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER,
                    "queueId[" + call.queueId + "] is illegal, topic[" + call.topic + "] has readQueueNums["
                            + topic.readQueues() + "]");
        }
        if (groups.isForbidden(call.group, call.topic)) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION,
                    "the consumer group[" + call.group + "] is forbidden for topic[" + call.topic + "]");
        }
        call.filter = filter(call, group.consumeBroadcastEnable());
        call.queue = topic.queue(call.queueId);
        if (call.has(PullCall.COMMIT_OFFSET) && call.commitOffset >= 0) {
            offsets.commit(call.group, call.topic, call.queueId, call.commitOffset);
        }
        return true;
    }

    private TagFilter filter(PullCall call, boolean broadcastAllowed) {
        if (call.has(PullCall.SUBSCRIPTION)) {
            return carried(call);
        }
        var subscription = members.subscription(call.group, call.topic);
        if (subscription == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_NOT_EXIST,
                    "the consumer's subscription not exist: group " + call.group + ", topic " + call.topic);
        }
        if (subscription.broadcast() && !broadcastAllowed) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION,
                    "the consumer group[" + call.group + "] can not consume by broadcast way");
        }
        if (subscription.version() < call.subVersion) {
            return newerThan(call);
        }
        if (!isTag(subscription.expressionType())) {
            sqlFilters.check(subscription.expressionType());
            call.sql = subscription.sql().filter();
        }
        return subscription.filter();
    }

    /** What a call brings with it. */
    private TagFilter carried(PullCall call) {
        if (isTag(call.expressionType)) {
            return TagFilter.parse(call.subscription);
        }
        sqlFilters.check(call.expressionType);
        call.sql = sqlFilters
                .of(call.subscription == null ? "" : call.subscription)
                .filter();
        return TagFilter.ALL;
    }

    /**
     * The client has a subscription whose heartbeat has not come: 5.5 clients leave one out when their own lock is
     * busy, and would wait half a minute for the next. A client compares tags itself, so without a filter it misses
     * nothing and gets nothing wrong; other expressions are ours alone to evaluate.
     */
    private static TagFilter newerThan(PullCall call) {
        if (isTag(call.expressionType)) {
            return TagFilter.ALL;
        }
        throw new RefusedException(
                ResponseCodes.SUBSCRIPTION_NOT_LATEST,
                "the consumer's subscription not latest: group " + call.group + ", topic " + call.topic);
    }

    private static boolean isTag(String expressionType) {
        return expressionType == null || expressionType.isEmpty() || expressionType.equals(TAG);
    }

    /** Whether {@link #read} would have to read a file of the queue. */
    // hot
    boolean isCold(PullCall call) {
        return call.offset >= call.queue.minOffset() && !call.queue.isInMemory(call.offset);
    }

    /** Whether the group was moved while {@code call} was about to wait. */
    boolean isMoved(PullCall call) {
        return offsets.isMoveUnknown(call.group, call.topic, call.queueId);
    }

    /**
     * Finds what {@code call} gets now. {@code entries} is room to work with, for as many as the result has, {@code
     * sieve} for expressions.
     */
    // hot
    void read(PullCall call, QueueEntries entries, Sieve sieve, PullResult result) {
        ConsumeQueue queue = call.queue;
        long min = queue.minOffset();
        long max = queue.maxOffset();
        result.begin(min, max);
        long offset = call.offset;
        long moved = offsets.redirect(call.group, call.topic, call.queueId, offset);
        if (moved != Offsets.NONE) {
            result.end(Status.OFFSET_RESET, moved);
        } else if (max == 0) {
            result.end(offset == 0 ? Status.NO_MESSAGE_IN_QUEUE : Status.NO_MATCHED_LOGIC_QUEUE, 0);
        } else if (offset < min) {
            result.end(Status.OFFSET_TOO_SMALL, min);
        } else if (offset == max) {
            result.end(Status.OFFSET_OVERFLOW_ONE, offset);
        } else if (offset > max) {
            result.end(Status.OFFSET_OVERFLOW_BADLY, max);
        } else {
            sieve.begin();
            gather(call, entries, sieve, result);
        }
    }

    private void gather(PullCall call, QueueEntries entries, Sieve sieve, PullResult result) {
        PullConfig limits = config;
        int wanted = Math.max(1, Math.min(call.maxMessages, Math.min(limits.messagesMax(), entries.capacity())));
        int bytesMax = Math.max(1, Math.min(call.maxBytes, limits.bytesMax()));
        long logMin = log.minOffset();
        long logMax = log.maxOffset();
        long next = call.offset;
        long scanEnd = next + limits.scanMax();
        boolean full = false;
        while (!full && next < scanEnd) {
            int read = call.queue.read(next, wanted, entries);
            if (read == 0) {
                next = call.queue.hasGaps() ? Math.max(next, result.maxOffset()) : next; // up to there was nothing
                break;
            }
            for (int i = 0; i < read && !full; i++) {
                int messages = entries.messages(i);
                if (call.filter.matches(entries.tagsCode(i)) && isThere(call, entries.logOffset(i), logMin)) {
                    int size = size(entries, i, logMax);
                    Verdict verdict = call.sql == null ? Verdict.PASSES : sieve.sift(call.sql, call, entries, i, size);
                    boolean tooMany = result.messages() + messages > wanted || result.bytes() + size > bytesMax;
                    if (verdict == Verdict.OUT_OF_SIGHT) {
                        result.endsOutOfSight();
                        full = true;
                        break;
                    }
                    if (verdict == Verdict.PASSES && tooMany && result.messages() > 0) {
                        full = true;
                        break;
                    }
                    if (verdict == Verdict.PASSES) {
                        result.add(entries.queueOffset(i), messages, entries.logOffset(i), size);
                    }
                    full = result.messages() >= wanted || sieve.isSpent();
                }
                next = entries.queueOffset(i) + messages;
            }
        }
        result.end(result.messages() > 0 ? Status.FOUND : Status.NO_MATCHED_MESSAGE, next);
    }

    /** False if it has expired and is not kept. An offset that cannot be is there: it is found to be damaged. */
    // hot
    private static boolean isThere(PullCall call, long logOffset, long logMin) {
        return logOffset >= logMin || logOffset < 0 || call.queue.hasGaps();
    }

    /** Length of the record of an entry; 0 if there can be none of that length: then the entry is damaged. */
    // hot
    private static int size(QueueEntries entries, int i, long logMax) {
        int size = entries.recordBytes(i);
        boolean possible = entries.logOffset(i) >= 0
                && size >= RecordFormat.FIXED_BYTES
                && size <= RECORD_BYTES_MAX
                && entries.logOffset(i) <= logMax - size;
        return possible ? size : 0;
    }
}
