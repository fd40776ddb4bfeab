package org.apogeemq.broker.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.QueueStats.ConsumeStats;

/** What all groups have before them. Thread-safe; may wait for the disk. */
public final class Backlogs {
    private final Groups groups;
    private final Topics topics;
    private final Offsets offsets;
    private final Standings standings;

    public Backlogs(Groups groups, Topics topics, Offsets offsets, Standings standings) {
        this.groups = groups;
        this.topics = topics;
        this.offsets = offsets;
        this.standings = standings;
    }

    /**
     * For each group that has committed anywhere how far it is, topic by topic, in the order of names.
     *
     * @param orderedOnly leave out topics that are not ordered
     */
    public Map<String, List<ConsumeStats>> ofGroups(boolean orderedOnly) {
        Map<String, List<ConsumeStats>> all = new LinkedHashMap<>();
        for (String group : new TreeSet<>(groups.all().keySet())) {
            List<ConsumeStats> ofGroup = new ArrayList<>();
            for (String name : new TreeSet<>(offsets.topicsOf(group))) {
                Topic topic = topics.find(name);
                if (topic != null && (topic.config().order() || !orderedOnly)) {
                    ConsumeStats stands = standings.ofGroup(group, List.of(name));
                    if (!stands.offsetTable().isEmpty()) {
                        ofGroup.add(stands);
                    }
                }
            }
            if (!ofGroup.isEmpty()) {
                all.put(group, ofGroup);
            }
        }
        return all;
    }
}
