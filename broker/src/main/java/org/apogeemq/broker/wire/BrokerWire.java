package org.apogeemq.broker.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.broker.pull.PullRoom;
import org.apogeemq.broker.reply.Replies;
import org.apogeemq.broker.send.SendConfig;
import org.apogeemq.broker.send.SendRequest;
import org.apogeemq.broker.send.SendRoom;
import org.apogeemq.broker.stats.Statistics;
import org.apogeemq.remoting.CommandHandler;
import org.apogeemq.remoting.HandlerFactory;
import org.apogeemq.remoting.LoopContext;
import org.apogeemq.store.log.CommitLog;

/**
 * What the handlers of all event loops share.
 *
 * @param routes the requests that are not hot
 * @param sendConfig texts of the answers to sends
 * @param sendRoom opens a lane of sends for each loop
 * @param pullRoom opens a lane of pulls for each loop
 * @param replies passes replies on
 * @param log where pulled records are copied from
 * @param counters raised for what is stored
 * @param statistics the same by topic, queue and group
 * @param offLoop runs routes that may wait
 * @param missing creates what a request needs and is not there
 * @param onClosed told of every connection that is gone
 * @param diskUsed how full the disk of the log is, 0 to 1
 * @param reached under which address a client finds us again
 */
public record BrokerWire(
        Routes routes,
        SendConfig sendConfig,
        SendRoom sendRoom,
        PullRoom pullRoom,
        Replies replies,
        CommitLog log,
        BrokerCounters counters,
        Statistics statistics,
        Executor offLoop,
        Missing missing,
        Consumer<ClientLink> onClosed,
        DoubleSupplier diskUsed,
        ReachedAddress reached)
        implements HandlerFactory {

    /** Creates topics and groups on first use, if that is allowed. */
    public interface Missing {
        /** Completes when the topic exists; fails with a refusal. */
        CompletableFuture<?> topic(String name, String template, int queues);

        /** Completes when the group exists; fails with a refusal. */
        CompletableFuture<?> group(String name);
    }

    @Override
    public CommandHandler create(LoopContext loop) {
        return new LoopHandler(this, loop);
    }

    CompletableFuture<?> missingTopic(SendRequest request) {
        return missing.topic(request.topic, request.defaultTopic, request.defaultTopicQueues);
    }

    CompletableFuture<?> missingGroup(String group) {
        return missing.group(group);
    }
}
