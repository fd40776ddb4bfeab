package org.apogeemq.store.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.disk.FaultyDisk;

/** Takes files away, puts them where they do not belong, or says another end of the last run. */
final class ChangedNames {
    private static final List<String> ODD_NAMES = List.of(
            "99999999999999999999", "09223372036854775807", "09223372036854771712", "00000000000000000001", "x", "+1");

    private final FaultyDisk disk;
    private final Random random;
    private final Mutation mutation;

    ChangedNames(FaultyDisk disk, Random random, Mutation mutation) {
        this.disk = disk;
        this.random = random;
        this.mutation = mutation;
    }

    void change(Path file) {
        switch (random.nextInt(11)) {
            case 0, 1 -> {
                mutation.note("deletion", file);
                disk.delete(file);
            }
            case 2 -> deleteFolder(file.getParent());
            case 3 -> copy(file, any());
            case 4 -> exchange(file, any());
            case 5 -> copy(file, file.resolveSibling("%020d".formatted(random.nextInt(8) * Image.SEGMENT_BYTES)));
            case 6 -> copy(file, file.resolveSibling(ODD_NAMES.get(random.nextInt(ODD_NAMES.size()))));
            case 7 -> {
                mutation.note("nothing left", file);
                disk.put(file);
            }
            case 8 -> folder(file);
            case 9 -> {
                Path running = TestStore.ROOT.resolve("apogee/running");
                mutation.note("another start of the machine", running);
                disk.deleteTree(running);
                disk.put(running, "another".getBytes(US_ASCII));
            }
            default -> toggle(TestStore.ROOT.resolve("abort"));
        }
    }

    /** Not for queue files: opening may have no need of one, and says what is in its way when it is to be written. */
    private void folder(Path file) {
        if (!file.startsWith(TestStore.ROOT.resolve("consumequeue"))) {
            mutation.note("a folder in place", file);
            disk.delete(file);
            disk.put(file.resolve("x"), (byte) 1);
        }
    }

    private void toggle(Path abort) {
        boolean there = disk.exists(abort);
        mutation.note(there ? "deletion" : "creation", abort);
        if (there) {
            disk.deleteTree(abort);
        } else {
            disk.put(abort, (byte) '1');
        }
    }

    private void deleteFolder(Path folder) {
        if (!folder.equals(TestStore.ROOT) && !folder.equals(Image.LOG)) {
            mutation.note("deletion", folder);
            disk.deleteTree(folder);
        }
    }

    private void copy(Path from, Path to) {
        mutation.note("a copy as " + to, from);
        mutation.overwrites(to);
        byte[] bytes = disk.bytes(from);
        disk.deleteTree(to);
        disk.put(to, bytes);
    }

    private void exchange(Path one, Path other) {
        mutation.note("exchange with " + other, one);
        mutation.overwrites(one);
        mutation.overwrites(other);
        byte[] bytes = disk.bytes(one);
        disk.put(one, disk.bytes(other));
        disk.put(other, bytes);
    }

    private Path any() {
        List<Path> files = disk.files();
        return files.get(random.nextInt(files.size()));
    }
}
