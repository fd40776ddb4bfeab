package org.apogeemq.broker;

import java.util.Objects;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.pull.PullConfig;
import org.apogeemq.broker.role.RegistrationConfig;
import org.apogeemq.broker.send.SendConfig;
import org.apogeemq.broker.timer.TimerSettings;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.store.StoreConfig;

/**
 * The settings of a broker, one record a room.
 *
 * @param store the log and its views
 * @param topics topics there are from the start, and how others come into being
 * @param groups the same for groups
 * @param send limits of sending
 * @param pull limits of pulling
 * @param timers limits of timed messages
 * @param registration who the broker is and which name servers are told
 */
public record BrokerConfig(
        StoreConfig store,
        TopicSettings topics,
        GroupSettings groups,
        SendConfig send,
        PullConfig pull,
        TimerSettings timers,
        RegistrationConfig registration) {
    public BrokerConfig {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(groups, "groups");
        Objects.requireNonNull(send, "send");
        Objects.requireNonNull(pull, "pull");
        Objects.requireNonNull(timers, "timers");
        Objects.requireNonNull(registration, "registration");
    }

    /** With the usual limits of timed messages. */
    public BrokerConfig(
            StoreConfig store,
            TopicSettings topics,
            GroupSettings groups,
            SendConfig send,
            PullConfig pull,
            RegistrationConfig registration) {
        this(store, topics, groups, send, pull, TimerSettings.DEFAULT, registration);
    }
}
