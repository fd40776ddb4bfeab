package org.apogeemq.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apogeemq.bench.load.Backlog;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.LoadResult;
import org.apogeemq.bench.load.OpenLoop;
import org.apogeemq.bench.load.Sender;
import org.apogeemq.bench.proc.CpuTime;
import org.apogeemq.bench.proc.ProcessGroup;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Metric;
import org.apogeemq.bench.wire.WireTopics;

/**
 * The scenarios that put load on a server. Each warms its own path first, alike for every peer.
 *
 * @param peer name in the table
 * @param processes the server's processes
 * @param clients opens clients of the server
 * @param sender a producer of it
 * @param settings sizes of the load
 * @param figures takes the measurements
 * @param progress is told of failures
 */
record Loads(
        String peer,
        ProcessGroup processes,
        Clients clients,
        Sender sender,
        Settings settings,
        Figures figures,
        Progress progress) {
    private static final double PER_MILLION = 1e6;
    private static final int WARM_UP_READS = 2;

    private static final String FEW = "bench-few-";
    private static final String MANY = "bench-many-";
    private static final int QUEUES_FEW = 8;
    private static final int QUEUES_MANY = 10_000;

    /** A pause between two measurements, so that what a server does behind its answers is not charged to the next. */
    private static final long BREATH_MILLIS = 1_000;

    /** Lets the server's compiler do its work before anything is measured: sends, then reads it all back. */
    void warmUp() throws Exception {
        sender.createTopic("bench-warm");
        LoadResult sent = sender.async("bench-warm", settings.mainBody(), settings.warmUp(), settings.inFlight());
        sayFailures("warm-up", sent);
        for (int i = 0; i < WARM_UP_READS; i++) {
            sayFailures("warm-up", Backlog.read(clients, "bench-warm-" + i, "bench-warm", sent.messages(), () -> {}));
        }
    }

    /** Single sends: asynchronous with bounded in-flight, then one after the other. */
    void send() throws Exception {
        for (int body : settings.bodies()) {
            async(body);
        }
        for (int body : settings.bodies()) {
            sync(body);
        }
    }

    private void async(int body) throws Exception {
        String scenario = "async send, " + size(body);
        String topic = "bench-async-" + body;
        sender.createTopic(topic);
        sender.async(topic, body, Math.max(1, settings.warmUp() / 4), settings.inFlight());
        LoadResult result =
                measure(scenario, atOnce(() -> sender.async(topic, body, settings.messages(), settings.inFlight())));
        noteLatency(scenario, "answer p50", result, 50);
        noteLatency(scenario, "answer p99", result, 99);
    }

    private void sync(int body) throws Exception {
        String scenario = "sync send, " + size(body);
        String topic = "bench-sync-" + body;
        sender.createTopic(topic);
        sender.sync(topic, body, Math.max(1, settings.syncMessages() / 4));
        LoadResult result = measure(scenario, atOnce(() -> sender.sync(topic, body, settings.syncMessages())));
        noteLatency(scenario, "round trip p50", result, 50);
        noteLatency(scenario, "round trip p99", result, 99);
        noteLatency(scenario, "round trip p99.9", result, 99.9);
    }

    /** Sends in batches; twice as many messages as single sends, because they cost so much less. */
    void batch() throws Exception {
        for (int body : settings.bodies()) {
            String scenario = "batches of %d, %s".formatted(settings.batchSize(), size(body));
            String topic = "bench-batch-" + body;
            sender.createTopic(topic);
            batches(topic, body, 2 * settings.warmUp());
            LoadResult result = measure(scenario, atOnce(() -> batches(topic, body, 2 * settings.messages())));
            noteLatency(scenario, "answer p50", result, 50);
            noteLatency(scenario, "answer p99", result, 99);
        }
    }

    /** Reads of a topic that was filled before. */
    void read() throws Exception {
        for (int body : settings.bodies()) {
            String topic = "bench-read-" + body;
            sender.createTopic(topic);
            String scenario = "backlog read, " + size(body);
            LoadResult sent = batches(topic, body, settings.messages());
            sayFailures(scenario + ", filling", sent);
            measure(scenario, begin -> Backlog.read(clients, "bench-read-" + body, topic, sent.messages(), begin));
        }
    }

    /** From the moment a message is due to be sent until the consumer has it, at a fixed rate. */
    void latency() throws Exception {
        int body = settings.mainBody();
        String scenario = "end to end at %d/s, %s".formatted(settings.rate(), size(body));
        String topic = "bench-latency";
        sender.createTopic(topic);
        int warmUpSeconds = (int) settings.latencyWarmUp().toSeconds();
        new OpenLoop(body, settings.rate(), warmUpSeconds).run(clients, sender, topic, () -> {});
        OpenLoop loop =
                new OpenLoop(body, settings.rate(), (int) settings.latency().toSeconds());
        LoadResult result = measure(scenario, begin -> loop.run(clients, sender, topic, begin));
        noteLatency(scenario, "p50", result, 50);
        noteLatency(scenario, "p99", result, 99);
        noteLatency(scenario, "p99.9", result, 99.9);
        noteLatency(scenario, "max", result, 100);
    }

    /** Single sends to 8 queues and to 10,000, in turn on the same server. */
    void topics() throws Exception {
        List<String> few = createTopics(FEW, QUEUES_FEW / Clients.QUEUES);
        List<String> many = createTopics(MANY, QUEUES_MANY / Clients.QUEUES);
        int body = settings.mainBody();
        sender.async(few, body, settings.warmUp(), settings.inFlight());
        sender.async(many, body, settings.warmUp(), settings.inFlight());
        // There and back: what gets better or worse as time goes by, such as fresh pages, counts for both alike.
        for (List<String> topics : List.of(few, many, many, few)) {
            String scenario = "async send, %s, %,d queues".formatted(size(body), topics.size() * Clients.QUEUES);
            measure(scenario, atOnce(() -> sender.async(topics, body, settings.messages(), settings.inFlight())));
        }
        try (WireTopics wire = new WireTopics(clients, body)) {
            for (List<String> topics : List.of(few, many, many, few)) {
                String scenario =
                        "without a client, %s, %,d queues".formatted(size(body), topics.size() * Clients.QUEUES);
                String prefix = topics == few ? FEW : MANY;
                measure(
                        scenario,
                        atOnce(() -> wire.run(prefix, topics.size(), settings.messages(), settings.inFlight())));
            }
        }
    }

    private List<String> createTopics(String prefix, int count) throws Exception {
        List<String> topics = IntStream.range(0, count)
                .mapToObj(i -> WireTopics.name(prefix, i))
                .toList();
        for (String topic : topics) {
            sender.createTopic(topic);
        }
        return topics;
    }

    private LoadResult batches(String topic, int body, int messages) throws Exception {
        return sender.batches(topic, body, messages, settings.batchSize(), settings.batchesInFlight());
    }

    /** A load, which says when what it does begins to count. */
    private interface Load {
        LoadResult run(Runnable begin) throws Exception;
    }

    private static Load atOnce(Callable<LoadResult> load) {
        return begin -> {
            begin.run();
            return load.call();
        };
    }

    private LoadResult measure(String scenario, Load load) throws Exception {
        TimeUnit.MILLISECONDS.sleep(BREATH_MILLIS);
        AtomicReference<CpuTime> before = new AtomicReference<>();
        LoadResult result = load.run(() -> before.set(cpu()));
        CpuTime after = cpu();
        if (result.messages() == 0) {
            throw new IOException("%s: not one of %d messages went through, the first: %s"
                    .formatted(scenario, result.failed(), result.firstFailure()));
        }
        CpuTime used = after.since(before.get());
        double millions = result.messages() / PER_MILLION;
        note(scenario, "throughput", "messages/s", result.rate());
        note(scenario, "server CPU", "s/million", used.seconds() / millions);
        note(scenario, "- user", "s/million", used.userSeconds() / millions);
        note(scenario, "- system", "s/million", used.systemSeconds() / millions);
        note(scenario, "failed", "messages", result.failed());
        sayFailures(scenario, result);
        return result;
    }

    private void sayFailures(String what, LoadResult result) {
        if (result.failed() > 0) {
            progress.step(peer, "%s: %d failed, the first: %s".formatted(what, result.failed(), result.firstFailure()));
        }
    }

    private CpuTime cpu() {
        try {
            return processes.cpu();
        } catch (IOException gone) {
            throw new UncheckedIOException("a server process ended under load", gone);
        }
    }

    private void noteLatency(String scenario, String name, LoadResult result, double percentile) {
        note(scenario, name, "µs", result.latencyMicros(percentile));
    }

    private void note(String scenario, String name, String unit, double value) {
        figures.add(peer, new Metric(scenario, name, unit), value);
    }

    /** A body size as people say it. */
    static String size(int bytes) {
        return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " B";
    }
}
