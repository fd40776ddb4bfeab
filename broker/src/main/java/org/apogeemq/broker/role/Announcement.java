package org.apogeemq.broker.role;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.RegisterBrokerBody;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;

/**
 * What a name server is told: all topics, or those that are other than it was told before.
 *
 * @param all the topics it knows once it was told
 * @param told the topics it is told
 * @param version their version
 */
record Announcement(Map<String, TopicConfig> all, Map<String, TopicConfig> told, DataVersion version) {
    /** @param known the topics the name server knows; null to tell it all */
    static Announcement of(Topics topics, Map<String, TopicConfig> known) {
        DataVersion version = topics.dataVersion(); // before the topics: what is told may be newer, never older
        Map<String, TopicConfig> all = new HashMap<>();
        Map<String, TopicConfig> told = new HashMap<>();
        topics.forEach(topic -> {
            all.put(topic.topicName(), topic);
            if (known == null || !topic.equals(known.get(topic.topicName()))) {
                told.put(topic.topicName(), topic);
            }
        });
        return new Announcement(all, told, version);
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    byte[] body(RegistrationConfig config) {
        Map<String, TopicConfig> announced = new HashMap<>();
        told.forEach((name, topic) -> announced.put(name, config.announced(topic)));
        return new RegisterBrokerBody(new TopicConfigTable(announced, version), List.of()).toJson();
    }
}
