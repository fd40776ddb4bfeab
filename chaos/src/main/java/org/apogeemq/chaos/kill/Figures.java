package org.apogeemq.chaos.kill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a run has counted. Used by one thread. */
final class Figures {
    private final Map<Plan.End, Integer> ends = new EnumMap<>(Plan.End.class);
    private final List<Long> readyMillis = new ArrayList<>();
    private final List<Long> firstMillis = new ArrayList<>();
    private long acknowledged;
    private long unanswered;
    private long oneWay;
    private long oneWayStored;
    private long repeated;
    private long checked;

    void ended(Plan.End end) {
        ends.merge(end, 1, Integer::sum);
    }

    void ready(long millis) {
        readyMillis.add(millis);
    }

    void firstAcknowledged(long millis) {
        firstMillis.add(millis);
    }

    void store(StoreCounts counts) {
        acknowledged += counts.acknowledged();
        unanswered += counts.unanswered();
        oneWay += counts.oneWay();
        oneWayStored += counts.oneWayStored();
        repeated += counts.repeated();
    }

    void checked(long messages) {
        checked += messages;
    }

    /**
     * Counts of one store at its end.
     *
     * @param unanswered sent, neither acknowledged nor one-way
     * @param oneWayStored one-way messages that are there
     * @param repeated messages that are there twice or more since their client sent them again
     */
    record StoreCounts(long acknowledged, long unanswered, long oneWay, long oneWayStored, long repeated) {}

    String report() {
        int rounds = ends.values().stream().mapToInt(Integer::intValue).sum();
        int kills = rounds - ends.getOrDefault(Plan.End.STOPPED, 0);
        StringBuilder text = new StringBuilder();
        text.append("%d rounds, %d kills: %d under load, %d while starting, %d when just ready; %d clean stops%n"
                .formatted(
                        rounds,
                        kills,
                        ends.getOrDefault(Plan.End.KILLED_UNDER_LOAD, 0),
                        ends.getOrDefault(Plan.End.KILLED_WHILE_STARTING, 0),
                        ends.getOrDefault(Plan.End.KILLED_WHEN_READY, 0),
                        ends.getOrDefault(Plan.End.STOPPED, 0)));
        text.append("%,d messages acknowledged, %,d without an answer, %,d one-way of which %,d are there%n"
                .formatted(acknowledged, unanswered, oneWay, oneWayStored));
        text.append("%,d messages there more than once, sent again by their client; %,d messages read and checked%n"
                .formatted(repeated, checked));
        text.append("from process start to the ready line: %s%n".formatted(spread(readyMillis)));
        text.append("from process start to the first acknowledged send: %s".formatted(spread(firstMillis)));
        return text.toString();
    }

    private static String spread(List<Long> millis) {
        if (millis.isEmpty()) {
            return "not seen";
        }
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return "%d ms in the middle, %d at least, %d in nine of ten, %d at most (%d starts)"
                .formatted(
                        sorted.get(sorted.size() / 2),
                        sorted.getFirst(),
                        sorted.get(sorted.size() * 9 / 10),
                        sorted.getLast(),
                        sorted.size());
    }
}
