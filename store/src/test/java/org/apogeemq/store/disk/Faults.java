package org.apogeemq.store.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which operations are going to fail, and how many there were. Guarded by the disk. */
final class Faults {
    private final List<Plan> plans = new ArrayList<>();
    private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
    private final Map<Operation, Long> failures = new EnumMap<>(Operation.class);

    /** What happens to the matching operations number {@code from} to {@code to}, counted from when it was planned. */
    private static final class Plan {
        final Operation operation;
        final Predicate<Path> where;
        final long from;
        final long to;
        final Failure failure;
        long seen;

        Plan(Operation operation, Predicate<Path> where, long from, long to, Failure failure) {
            this.operation = operation;
            this.where = where;
            this.from = from;
            this.to = to;
            this.failure = failure;
        }
    }

    void plan(Operation operation, Predicate<Path> where, long from, long to, Failure failure) {
        plans.add(new Plan(operation, where, from, to, failure));
    }

    void clear(Operation operation) {
        plans.removeIf(plan -> plan.operation == operation);
    }

    void clear() {
        plans.clear();
    }

    long count(Operation operation) {
        return counts.getOrDefault(operation, 0L);
    }

    long failures(Operation operation) {
        return failures.getOrDefault(operation, 0L);
    }

    /** Counts an operation; returns how it fails, or null. */
    Failure next(Operation operation, Path path) {
        counts.merge(operation, 1L, Long::sum);
        Failure failure = null;
        for (Iterator<Plan> all = plans.iterator(); all.hasNext(); ) {
            Plan plan = all.next();
            if (plan.operation == operation && plan.where.test(path)) {
                plan.seen++;
                if (plan.seen >= plan.from && plan.seen <= plan.to && failure == null) {
                    failure = plan.failure;
                }
                if (plan.seen >= plan.to) {
                    all.remove();
                }
            }
        }
        if (failure != null) {
            failures.merge(operation, 1L, Long::sum);
        }
        return failure;
    }
}
