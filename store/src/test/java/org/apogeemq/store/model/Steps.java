package org.apogeemq.store.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.queue.Boundary;

/** Makes steps by chance. */
final class Steps {
    static final List<String> TOPICS = List.of("t0", "t1", "t2");
    static final int QUEUES = 2;
    private static final Operation[] FAILING = {
        Operation.WRITE,
        Operation.WRITE,
        Operation.WRITE,
        Operation.FORCE,
        Operation.RESIZE,
        Operation.RENAME,
        Operation.OPEN,
        Operation.DELETE,
        Operation.DELETE_TREE,
        Operation.FORCE_FOLDER,
        Operation.CREATE_FOLDERS
    };

    private final Random random;
    private int id;

    Steps(Random random) {
        this.random = random;
    }

    List<Step> take(int count) {
        List<Step> steps = new ArrayList<>();
        while (steps.size() < count) {
            steps.add(next());
        }
        return steps;
    }

    private Step next() {
        int kind = random.nextInt(1000);
        if (kind < 500) {
            return new Step.Send(id++, topic(), queueId(), sizes());
        } else if (kind < 600) {
            return new Step.Change("k" + random.nextInt(4), id++);
        } else if (kind < 610) {
            return new Step.Remove(topic());
        } else if (kind < 690) {
            return new Step.Advance(random.nextInt(random.nextInt(4) == 0 ? 8000 : 700));
        } else if (kind < 760) {
            return new Step.Read(topic(), queueId(), random.nextDouble(), 1 + random.nextInt(40));
        } else if (kind < 810) {
            Boundary boundary = random.nextBoolean() ? Boundary.LOWER : Boundary.UPPER;
            return new Step.ByTime(topic(), queueId(), random.nextDouble(), random.nextInt(3) - 1, boundary);
        } else if (kind < 840) {
            return new Step.Check();
        } else {
            return disturbance(kind);
        }
    }

    private Step disturbance(int kind) {
        if (kind < 865) {
            return new Step.Restart();
        } else if (kind < 895) {
            return new Step.Kill();
        } else if (kind < 925) {
            return new Step.PowerCut(random.nextLong(), random.nextInt(5) / 4.0);
        } else if (kind < 935) {
            return new Step.DiskFull(random.nextInt(20_000));
        } else if (kind < 970) {
            return new Step.Heal();
        } else {
            Operation operation = FAILING[random.nextInt(FAILING.length)];
            return new Step.Fail(operation, 1 + random.nextInt(6), random.nextInt(600));
        }
    }

    private List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        if (random.nextInt(40) == 0) {
            sizes.add(random.nextInt(17_000)); // up to more than a segment
            return sizes;
        }
        for (int i = random.nextInt(random.nextInt(8) == 0 ? 40 : 3); i >= 0; i--) {
            sizes.add(random.nextInt(10) == 0 ? random.nextInt(3000) : random.nextInt(300));
        }
        return sizes;
    }

    private String topic() {
        return TOPICS.get(random.nextInt(TOPICS.size()));
    }

    private int queueId() {
        return random.nextInt(QUEUES);
    }
}
