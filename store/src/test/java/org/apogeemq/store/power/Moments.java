package org.apogeemq.store.power;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.power.History.Demand;

/** Keeps the disk as it is before each operation that changes it, with what must be there if it all ends then. */
final class Moments implements FaultyDisk.Watcher {
    private static final Set<Operation> CHANGES = EnumSet.of(
            Operation.OPEN,
            Operation.WRITE,
            Operation.RESIZE,
            Operation.FORCE,
            Operation.DELETE,
            Operation.DELETE_TREE,
            Operation.RENAME,
            Operation.CREATE_FOLDERS,
            Operation.FORCE_FOLDER);

    private final FaultyDisk disk;
    private final Supplier<Demand> demand;
    private final List<Moment> all = new ArrayList<>();

    /**
     * The disk before an operation.
     *
     * @param at where a write would begin
     * @param bytes what would be written
     */
    record Moment(int number, FaultyDisk disk, Demand demand, Operation operation, Path path, long at, byte[] bytes) {
        @Override
        public String toString() {
            return "before operation " + number + ", " + operation + " of " + path + " at " + at + " (" + bytes.length
                    + " bytes), " + demand;
        }
    }

    Moments(FaultyDisk disk, Supplier<Demand> demand) {
        this.disk = disk;
        this.demand = demand;
        disk.watch(this);
    }

    @Override
    public void before(Operation operation, Path path, long at, byte[] bytes) {
        if (CHANGES.contains(operation)) {
            all.add(new Moment(all.size(), disk.copy(), demand.get(), operation, path, at, bytes));
        }
    }

    /** Ends the watch; the last moment is now. */
    List<Moment> end() {
        disk.watch(null);
        all.add(new Moment(all.size(), disk.copy(), demand.get(), Operation.LIST, Path.of("/"), 0, new byte[0]));
        return all;
    }
}
