package org.apogeemq.broker.stats;

/**
 * A series as administrators name it: {@code TOPIC_PUT_NUMS} and {@code orders}, {@code GROUP_GET_SIZE} and
 * {@code orders@billing}, {@code QUEUE_GET_NUMS} and {@code orders@3@billing}, {@code TOPIC_PUT_LATENCY} and
 * {@code 3@orders}.
 *
 * @param key the series
 * @param value which of its values
 */
record StatsName(SeriesKey key, Value value) {
    /** What is asked of a series. */
    enum Value {
        MESSAGES,
        BYTES,
        MILLIS;

        private static Value of(String name) {
            return name.endsWith("_SIZE") ? BYTES : name.endsWith("_LATENCY") ? MILLIS : MESSAGES;
        }
    }

    /** Null if there can be no such series. */
    static StatsName parse(String name, String key, String cluster) {
        String[] parts = key.split("@", -1);
        SeriesKey series = switch (name) {
            case "TOPIC_PUT_NUMS", "TOPIC_PUT_SIZE" -> parts.length == 1 ? SeriesKey.put(key) : null;
            case "QUEUE_PUT_NUMS", "QUEUE_PUT_SIZE" ->
                parts.length == 2 ? SeriesKey.put(parts[0], queueId(parts[1])) : null;
            case "GROUP_GET_NUMS", "GROUP_GET_SIZE" -> parts.length == 2 ? SeriesKey.get(parts[0], parts[1]) : null;
            case "QUEUE_GET_NUMS", "QUEUE_GET_SIZE" ->
                parts.length == 3 ? SeriesKey.get(parts[0], parts[2], queueId(parts[1])) : null;
            case "TOPIC_PUT_LATENCY" -> parts.length == 2 ? SeriesKey.put(parts[1], queueId(parts[0])) : null;
            case "GROUP_GET_LATENCY" -> parts.length == 3 ? SeriesKey.get(parts[1], parts[2], queueId(parts[0])) : null;
            case "SNDBCK_PUT_NUMS" -> parts.length == 2 ? SeriesKey.sentBack(parts[0], parts[1]) : null;
            case "BROKER_PUT_NUMS" -> key.equals(cluster) ? SeriesKey.broker(Counted.BROKER_PUT) : null;
            case "BROKER_GET_NUMS" -> key.equals(cluster) ? SeriesKey.broker(Counted.BROKER_GET) : null;
            default -> null;
        };
        return series == null ? null : new StatsName(series, Value.of(name));
    }

    Statistic read(Series series, long nowMillis) {
        return new Statistic(
                figure(series, Window.MINUTE, nowMillis),
                figure(series, Window.HOUR, nowMillis),
                figure(series, Window.DAY, nowMillis));
    }

    private Figure figure(Series series, Window window, long nowMillis) {
        return switch (value) {
            case MESSAGES -> series.messages(window, nowMillis);
            case BYTES -> series.bytes(window, nowMillis);
            case MILLIS -> series.millis(window, nowMillis);
        };
    }

    /** A number that no queue has if it is none. */
    private static int queueId(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
    }
}
