package org.apogeemq.broker.metrics;

/** The counters at one instant. */
record CounterSample(long nanos, long putMessages, long getFound, long getMissed, long getMessages) {
    static CounterSample of(BrokerCounters counters, long nanos) {
        return new CounterSample(
                nanos, counters.putMessages(), counters.getFound(), counters.getMissed(), counters.getMessages());
    }
}
