package org.apogeemq.broker.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.protocol.body.HeartbeatData.ConsumerData;
import org.apogeemq.protocol.body.SubscriptionData;
import org.apogeemq.protocol.record.Names;

/**
 * What each member of a group wants, to see whether all want the same: a queue is given to any of them, so a message
 * that its reader does not want is lost to the others. Confined to the group's lock.
 */
final class Stances {
    private static final int NAMES_MAX = 3;
    private static final int KINDS_MAX = 5;
    private static final int TOPICS_MAX = 10;
    private static final int CHARS_MAX = 80;

    /**
     * What has to be the same for all members.
     *
     * @param topics expression by topic, written so that equal wishes are equal texts
     */
    record Stance(String consumeType, String messageModel, Map<String, String> topics) {
        static Stance of(ConsumerData data) {
            Map<String, String> topics = new TreeMap<>();
            for (SubscriptionData subscription : data.subscriptionDataSet()) {
                if (!Names.isRetryTopic(subscription.topic())) { // clients add that by themselves
                    topics.put(subscription.topic(), expression(subscription));
                }
            }
            return new Stance(data.consumeType(), data.messageModel(), topics);
        }

        private static String expression(SubscriptionData subscription) {
            if (!subscription.isTag()) {
                return subscription.expressionType() + " " + subscription.subString();
            }
            return subscription.tagsSet().isEmpty()
                    ? SubscriptionData.ALL
                    : String.join(" || ", new TreeSet<>(subscription.tagsSet()));
        }
    }

    private final Map<ClientLink, Stance> byMember = new HashMap<>();
    private final Map<Stance, Integer> members = new HashMap<>();

    void put(ClientLink link, ConsumerData data) {
        Stance stance = Stance.of(data);
        members.merge(stance, 1, Integer::sum);
        less(byMember.put(link, stance));
    }

    void remove(ClientLink link) {
        less(byMember.remove(link));
    }

    private void less(Stance stance) {
        if (stance != null) {
            members.computeIfPresent(stance, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    boolean isMixed() {
        return members.size() > 1;
    }

    /** Who wants what, by name, as far as it differs; for people. */
    String words(Iterable<Client> clients) {
        Map<Stance, List<String>> names = new LinkedHashMap<>();
        for (Client client : clients) {
            Stance stance = byMember.get(client.link());
            if (stance != null) {
                names.computeIfAbsent(stance, absent -> new ArrayList<>())
                        .add(client.clientId() + " (" + client.link().remote() + ")");
            }
        }
        List<String> kinds = new ArrayList<>();
        for (Map.Entry<Stance, List<String>> kind : names.entrySet()) {
            if (kinds.size() == KINDS_MAX) {
                kinds.add("and " + (names.size() - KINDS_MAX) + " more kinds");
                break;
            }
            kinds.add(names(kind.getValue()) + " " + wishes(kind.getKey(), names.keySet()));
        }
        return String.join("; ", kinds);
    }

    private static String names(List<String> all) {
        String some = String.join(", ", all.subList(0, Math.min(NAMES_MAX, all.size())));
        return all.size() > NAMES_MAX ? some + " and " + (all.size() - NAMES_MAX) + " more" : some;
    }

    private static String wishes(Stance stance, Iterable<Stance> all) {
        List<String> wishes = new ArrayList<>();
        for (Stance other : all) {
            if (!stance.consumeType.equals(other.consumeType) || !stance.messageModel.equals(other.messageModel)) {
                wishes.add(stance.messageModel + " " + stance.consumeType);
                break;
            }
        }
        for (Map.Entry<String, String> topic : stance.topics.entrySet()) {
            if (wishes.size() == TOPICS_MAX) {
                wishes.add("...");
                break;
            }
            if (differs(topic, all)) {
                wishes.add(topic.getKey() + " '" + shortened(topic.getValue()) + "'");
            }
        }
        return wishes.isEmpty() ? "wants nothing of these" : "wants " + String.join(", ", wishes);
    }

    private static boolean differs(Map.Entry<String, String> topic, Iterable<Stance> all) {
        for (Stance other : all) {
            if (!Objects.equals(other.topics.get(topic.getKey()), topic.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static String shortened(String expression) {
        return expression.length() > CHARS_MAX ? expression.substring(0, CHARS_MAX) + "..." : expression;
    }
}
