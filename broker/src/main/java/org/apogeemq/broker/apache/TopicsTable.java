package org.apogeemq.broker.apache;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.json.JsonLimits;

/** {@code topics.json}. */
final class TopicsTable implements ApacheTable {
    private final Topics topics;

    TopicsTable(Topics topics) {
        this.topics = topics;
    }

    @Override
    public String file() {
        return "topics.json";
    }

    @Override
    public String member() {
        return "topicConfigTable";
    }

    @Override
    public CompletableFuture<Void> takeOver(Optional<byte[]> known, byte[] theirs) {
        TopicConfigTable before = known.map(TopicsTable::read).orElse(TopicConfigTable.EMPTY);
        TopicConfigTable now = read(theirs);
        Difference<String, TopicConfig> difference =
                Difference.of(before.topicConfigTable(), now.topicConfigTable(), topics.all());
        return topics.takeOver(difference.changed().values(), difference.gone(), now.dataVersion());
    }

    @Override
    public byte[] content(Optional<byte[]> present) {
        DataVersion version = topics.dataVersion(); // before the topics: they may be newer than it, never older
        return new TopicConfigTable(topics.all(), version).toJson();
    }

    @Override
    public boolean isOurs(String member) {
        return false; // everything we know is always written
    }

    private static TopicConfigTable read(byte[] text) {
        return TopicConfigTable.fromJson(text, JsonLimits.FILE);
    }
}
