package org.apogeemq.cli.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.message.MessageSearch.Query;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.TopicRoute;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.protocol.record.Names;

/** The dead letters of a group, and which of them were sent again. */
final class DeadLetters {
    /** How far the clocks of two brokers may differ. */
    private static final long SKEW_MILLIS = Duration.ofHours(1).toMillis();

    private static final int BATCH_MAX = 64;
    private static final int BATCH_BYTES_MAX = 8 << 20;

    private final Remote remote;
    private final MessageSearch search;
    private final String group;

    DeadLetters(Remote remote, MessageSearch search, String group) {
        this.remote = remote;
        this.search = search;
        this.group = group;
    }

    /** Begins to read them; null if there are none, because there is no such topic. */
    TopicScan scan(long since, Map<MessageQueue, Long> from) {
        return queues().map(queues -> new TopicScan(remote, queues, since, from))
                .orElse(null);
    }

    /** The queues they lie in, and the addresses of their brokers; empty if there is no such topic. */
    Optional<Map<MessageQueue, String>> queues() {
        String topic = topic();
        Optional<TopicRoute> route = remote.route(topic);
        if (route.isPresent() && route.get().readable(topic).isEmpty()) {
            throw new CommandFailure("the dead letters of group " + group + " cannot be read now; if their broker is"
                    + " there: bin/apogee topic update " + topic + " --perm rw");
        }
        return route.map(known -> known.readable(topic));
    }

    String topic() {
        return Names.deadLetterTopic(group);
    }

    /** The next letters, as many as can be dealt with at once; empty behind the last. */
    static List<DeadLetter> batch(TopicScan scan) {
        List<DeadLetter> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < BATCH_MAX && bytes < BATCH_BYTES_MAX) {
            Found next = scan.next();
            if (next == null) {
                break;
            }
            bytes += next.message().body().length;
            batch.add(new DeadLetter(next));
        }
        return batch;
    }

    /**
     * For each letter, whether a message was made from it in its topic of {@code targets}.
     *
     * @param targets topics, one for each letter; null for a letter that has none
     * @throws CommandFailure if a broker cannot say for sure
     */
    boolean[] wereSent(List<DeadLetter> letters, List<String> targets) {
        List<Query> queries = new ArrayList<>();
        Map<Integer, Integer> asked = new HashMap<>();
        for (int i = 0; i < letters.size(); i++) {
            if (targets.get(i) != null) {
                Found found = letters.get(i).found();
                long since = Math.max(0, found.message().storeTimestamp() - SKEW_MILLIS);
                asked.put(i, queries.size());
                queries.add(new Query(targets.get(i), found.id(), true, since, Long.MAX_VALUE));
            }
        }
        List<List<Found>> answers = search.find(queries);
        boolean[] sent = new boolean[letters.size()];
        asked.forEach((letter, query) ->
                sent[letter] = answers.get(query).stream().anyMatch(letters.get(letter)::isOriginOf));
        return sent;
    }
}
