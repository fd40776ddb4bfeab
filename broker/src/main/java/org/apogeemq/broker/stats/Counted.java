package org.apogeemq.broker.stats;

/** What a series counts. */
enum Counted {
    TOPIC_PUT,
    QUEUE_PUT,
    GROUP_GET,
    QUEUE_GET,
    SENT_BACK,
    BROKER_PUT,
    BROKER_GET
}
