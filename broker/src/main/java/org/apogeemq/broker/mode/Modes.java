package org.apogeemq.broker.mode;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.admin.RequestMode;
import org.apogeemq.protocol.body.admin.RequestModes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.view.View;

/**
 * The modes administrators have set, by topic and group; those of topics and groups that are gone are forgotten when
 * somebody looks. Thread-safe.
 */
public final class Modes implements View {
    private record Key(String topic, String group) {}

    private final Topics topics;
    private final Groups groups;
    private final Map<Key, RequestMode> modes = new ConcurrentHashMap<>();

    public Modes(Topics topics, Groups groups) {
        this.topics = topics;
        this.groups = groups;
    }

    /**
     * Sets a mode. Completes when it is in {@code store} and here.
     *
     * @throws RefusedException if there is no such topic or group, or the mode cannot be served
     */
    public CompletableFuture<Void> set(Store store, RequestMode mode) {
        if (Names.isRetryTopic(mode.topic())) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION, "retry topic [" + mode.topic() + "] is not allowed to set mode");
        }
        if (topics.find(mode.topic()) == null) {
            throw new RefusedException(ResponseCodes.TOPIC_NOT_EXIST, "topic[" + mode.topic() + "] not exist");
        }
        if (groups.find(mode.consumerGroup()) == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + mode.consumerGroup() + "] does not exist");
        }
        if (!mode.mode().equals(RequestMode.PULL)) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER,
                    "mode " + mode.mode() + " cannot be served: this version of Apogee offers PULL only; group "
                            + mode.consumerGroup() + " goes on pulling " + mode.topic());
        }
        return store.append(this, RequestModes.toJson(List.of(mode)));
    }

    /** All that were set, in no order. Forgets those whose topic or group is gone. */
    public Collection<RequestMode> all() {
        modes.values().removeIf(mode -> topics.find(mode.topic()) == null || groups.find(mode.consumerGroup()) == null);
        return List.copyOf(modes.values());
    }

    @Override
    public String id() {
        return "request-modes";
    }

    @Override
    public void apply(byte[] change) {
        RequestModes.fromJson(change, JsonLimits.FILE)
                .forEach(mode -> modes.put(new Key(mode.topic(), mode.consumerGroup()), mode));
    }

    @Override
    public byte[] snapshot() {
        return RequestModes.toJson(all());
    }

    @Override
    public void restore(byte[] snapshot) {
        modes.clear();
        apply(snapshot);
    }
}
