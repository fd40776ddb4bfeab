package org.apogeemq.broker.stats;

/**
 * What a series is about.
 *
 * @param counted what it counts
 * @param topic empty for the whole broker
 * @param group empty where groups play no part
 * @param queueId -1 where queues play no part
 */
record SeriesKey(Counted counted, String topic, String group, int queueId) {
    private static final int NO_QUEUE = -1;

    static SeriesKey broker(Counted counted) {
        return new SeriesKey(counted, "", "", NO_QUEUE);
    }

    static SeriesKey put(String topic) {
        return new SeriesKey(Counted.TOPIC_PUT, topic, "", NO_QUEUE);
    }

    static SeriesKey put(String topic, int queueId) {
        return new SeriesKey(Counted.QUEUE_PUT, topic, "", queueId);
    }

    static SeriesKey get(String topic, String group) {
        return new SeriesKey(Counted.GROUP_GET, topic, group, NO_QUEUE);
    }

    static SeriesKey get(String topic, String group, int queueId) {
        return new SeriesKey(Counted.QUEUE_GET, topic, group, queueId);
    }

    static SeriesKey sentBack(String topic, String group) {
        return new SeriesKey(Counted.SENT_BACK, topic, group, NO_QUEUE);
    }

    /** Whether it is one of many queues: such series are the first to go without when there are too many. */
    boolean isOfQueue() {
        return queueId != NO_QUEUE;
    }
}
