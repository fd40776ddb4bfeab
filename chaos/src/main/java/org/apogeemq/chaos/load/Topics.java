package org.apogeemq.chaos.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apogeemq.chaos.history.QueueName;
import org.apogeemq.testkit.server.Server;

/** Where messages go: topics made at the beginning, and now and then one that the first message to it makes. */
final class Topics {
    private static final int MADE = 5;
    private static final int QUEUES_MOST = 1 << MADE - 1;
    /** One message in so many goes to the newest topic made on demand. */
    private static final int ONE_IN = 50;

    private static final String ON_DEMAND = "chaos-on-demand-";

    private final List<String> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger onDemand = new AtomicInteger();

    /** Makes topics of 1, 2, 4, 8 and 16 queues. */
    void make(Server server) {
        for (int i = 0; i < MADE; i++) {
            String topic = "chaos-" + (QUEUES_MOST >> i);
            server.createTopic(topic, QUEUES_MOST >> i);
            all.add(topic);
        }
    }

    /** From now on another topic is made on demand. */
    void another() {
        all.add(ON_DEMAND + (onDemand.get() + 1));
        onDemand.incrementAndGet();
    }

    String any(SplittableRandom random) {
        int number = onDemand.get();
        return number > 0 && random.nextInt(ONE_IN) == 0
                ? ON_DEMAND + number
                : all.get(random.nextInt(Math.min(MADE, all.size())));
    }

    /** A queue that everybody shares. */
    QueueName firstQueue() {
        return new QueueName(all.getFirst(), 0);
    }

    /** All topics to which something may have been sent. */
    List<String> names() {
        return List.copyOf(new TreeSet<>(all));
    }
}
