package org.apogeemq.chaos.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apogeemq.chaos.history.Bodies;
import org.apogeemq.chaos.history.History;
import org.apogeemq.chaos.history.Progress;
import org.apogeemq.chaos.history.QueueContents;
import org.apogeemq.chaos.history.Sightings;
import org.apogeemq.chaos.history.Violation;
import org.apogeemq.testkit.server.Server;

/** All clients of one store. Started and stopped by one thread. */
public final class Load implements AutoCloseable {
    private static final List<Sender.Kind> SENDERS = List.of(
            Sender.Kind.SYNC,
            Sender.Kind.SYNC,
            Sender.Kind.ORDERED,
            Sender.Kind.ORDERED,
            Sender.Kind.ASYNC,
            Sender.Kind.BATCH,
            Sender.Kind.ONE_WAY);

    private final Topics topics = new Topics();
    private final List<Sender> senders = new ArrayList<>();
    private final Group group;
    private final WholeReader reader;

    private CountDownLatch stopSending = new CountDownLatch(0);
    private CountDownLatch stopReading = new CountDownLatch(0);
    private final List<Thread> sending = new ArrayList<>();
    private Thread reading;

    /**
     * What the clients write down.
     *
     * @param label tells these clients from those of other stores in this program
     * @param seed of the choices of topics
     * @param violations is told what a client sees at once
     */
    public record Parts(
            String label,
            long seed,
            Bodies bodies,
            History history,
            Progress progress,
            Sightings sightings,
            Consumer<Violation> violations) {}

    /** Makes topics and clients; {@code server} runs. */
    public Load(Server server, Parts parts) throws MQClientException {
        topics.make(server);
        for (Sender.Kind kind : SENDERS) {
            senders.add(new Sender(senders.size(), kind, server.nameServer(), topics, parts));
        }
        group = new Group(server.nameServer(), parts.label(), topics, parts);
        reader = new WholeReader(server.nameServer(), parts.label(), parts.violations());
    }

    /** Starts sending. */
    public void startSending() {
        var stop = new CountDownLatch(1);
        stopSending = stop;
        for (Sender sender : senders) {
            sending.add(Thread.ofPlatform()
                    .daemon()
                    .name("chaos-sender-" + sending.size())
                    .start(() -> sender.run(stop)));
        }
    }

    /** Stops sending; returns when every send has had its answer or has failed. */
    public void stopSending() throws InterruptedException {
        stopSending.countDown();
        for (Thread thread : sending) {
            thread.join();
        }
        sending.clear();
    }

    /** From now on senders also use a topic that is not there yet. */
    public void anotherTopic() {
        topics.another();
    }

    /** Lets the group read, once after each start of the broker. */
    public void startReading() {
        var stop = new CountDownLatch(1);
        stopReading = stop;
        reading = Thread.ofPlatform().daemon().name("chaos-group").start(() -> group.run(stop));
    }

    /** Ends reading, if it goes on. */
    public void stopReading() throws InterruptedException {
        stopReading.countDown();
        if (reading != null) {
            reading.join();
            reading = null;
        }
    }

    /** All queues, whole. */
    public List<QueueContents> readAll() throws Exception {
        return reader.read(topics.names());
    }

    @Override
    public void close() {
        stopSending.countDown();
        stopReading.countDown();
        senders.forEach(Sender::close);
        group.close();
        reader.close();
    }
}
