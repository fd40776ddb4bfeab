package org.apogeemq.broker.apache;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.SubscriptionGroupTable;
import org.apogeemq.protocol.json.JsonLimits;

/** {@code subscriptionGroup.json}, with what it forbids groups to read. */
final class GroupsTable implements ApacheTable {
    private static final SubscriptionGroupTable EMPTY =
            new SubscriptionGroupTable(Map.of(), Map.of(), DataVersion.NONE);

    private final Groups groups;

    GroupsTable(Groups groups) {
        this.groups = groups;
    }

    @Override
    public String file() {
        return "subscriptionGroup.json";
    }

    @Override
    public String member() {
        return "subscriptionGroupTable";
    }

    @Override
    public CompletableFuture<Void> takeOver(Optional<byte[]> known, byte[] theirs) {
        SubscriptionGroupTable before = known.map(GroupsTable::read).orElse(EMPTY);
        SubscriptionGroupTable now = read(theirs);
        Difference<String, SubscriptionGroupConfig> difference =
                Difference.of(before.subscriptionGroupTable(), now.subscriptionGroupTable(), groups.all());
        Difference<String, Map<String, Integer>> forbidden =
                Difference.of(before.forbiddenTable(), now.forbiddenTable(), groups.forbidden());
        Map<String, Map<String, Integer>> forbiddenNow = new HashMap<>(forbidden.changed());
        forbidden.gone().forEach(group -> forbiddenNow.put(group, Map.of()));
        return groups.takeOver(difference.changed().values(), difference.gone(), forbiddenNow, now.dataVersion());
    }

    @Override
    public byte[] content(Optional<byte[]> present) {
        DataVersion version = groups.dataVersion(); // before the groups: they may be newer than it, never older
        return new SubscriptionGroupTable(groups.all(), groups.forbidden(), version).toJson();
    }

    @Override
    public boolean isOurs(String member) {
        return member.equals("subscriptionDataSet"); // not written when it is empty
    }

    private static SubscriptionGroupTable read(byte[] text) {
        return SubscriptionGroupTable.fromJson(text, JsonLimits.FILE);
    }
}
