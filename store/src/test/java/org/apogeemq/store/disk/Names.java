package org.apogeemq.store.disk;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names of files and folders: as processes see them, as they are on disk, and what was changed since. A folder is a
 * name without data. A change is on disk when the folder it took place in was forced. Guarded by the disk.
 */
final class Names {
    private final TreeMap<Path, Node> now = new TreeMap<>();
    private final TreeMap<Path, Node> durable = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();

    /** A name; {@code data} is null for a folder. */
    private record Node(FileData data) {}

    private static final Node FOLDER = new Node(null);

    /** {@code node} is null where {@code path} was removed; {@code from} is the old name, or null. */
    private record Change(Path path, Node node, Path from) {
        void apply(TreeMap<Path, Node> names) {
            if (from != null) {
                names.remove(from);
            }
            if (node == null) {
                names.keySet().removeIf(name -> name.startsWith(path));
            } else {
                names.put(path, node);
            }
        }
    }

    FileData file(Path path) {
        Node node = now.get(path);
        return node == null ? null : node.data;
    }

    FileData create(Path path) throws NoSuchFileException {
        FileData present = file(path);
        if (present != null) {
            return present;
        }
        if (!isFolder(path.getParent()) || now.containsKey(path)) {
            throw new NoSuchFileException(path.toString());
        }
        Node node = new Node(new FileData());
        change(new Change(path, node, null));
        return node.data;
    }

    /** Puts a file on disk at once, with the folders above it. */
    FileData put(Path path) {
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            now.putIfAbsent(folder, FOLDER);
            durable.putIfAbsent(folder, FOLDER);
        }
        Node node = now.computeIfAbsent(path, name -> new Node(new FileData()));
        durable.put(path, node);
        return node.data;
    }

    /** Takes a file or folder with all in it off the disk at once. */
    void take(Path path) {
        now.keySet().removeIf(name -> name.startsWith(path));
        durable.keySet().removeIf(name -> name.startsWith(path));
        pending.removeIf(change -> change.path.startsWith(path));
    }

    void createFolders(Path folder) {
        if (folder != null && !isFolder(folder)) {
            createFolders(folder.getParent());
            change(new Change(folder, FOLDER, null));
        }
    }

    void delete(Path path) {
        if (now.containsKey(path)) {
            change(new Change(path, null, null));
        }
    }

    void deleteTree(Path folder) {
        for (Path path : List.copyOf(now.descendingKeySet())) {
            if (path.startsWith(folder)) {
                delete(path);
            }
        }
    }

    void rename(Path from, Path to) throws NoSuchFileException {
        Node node = now.get(from);
        if (node == null) {
            throw new NoSuchFileException(from.toString());
        }
        change(new Change(to, node, from));
    }

    boolean exists(Path path) {
        return now.containsKey(path) || isFolder(path);
    }

    boolean isFolder(Path path) {
        return path != null && (path.getNameCount() == 0 || now.get(path) == FOLDER);
    }

    List<String> list(Path folder) {
        List<String> names = new ArrayList<>();
        for (Path path : now.tailMap(folder, false).keySet()) {
            if (!path.toString().startsWith(folder.toString())) {
                break;
            }
            if (folder.equals(path.getParent())) {
                names.add(path.getFileName().toString());
            }
        }
        Collections.sort(names);
        return names;
    }

    void force(Path folder) throws NoSuchFileException {
        if (!isFolder(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        List<Change> rest = new ArrayList<>();
        for (Change change : pending) {
            if (!folder.equals(change.path.getParent())) {
                rest.add(change);
            } else {
                change.apply(durable);
                if (change.node == null) { // what was in a removed folder can no longer be
                    rest.removeIf(earlier -> earlier.path.startsWith(change.path));
                }
            }
        }
        pending.clear();
        pending.addAll(rest);
    }

    /** Loses what {@code cut} says, names first. */
    void lose(PowerCut cut) {
        for (Change change : pending) {
            if (cut.of(change.path).survivors(PowerCut.Loss.NAME, 1) > 0) {
                change.apply(durable);
            }
        }
        pending.clear();
        List<Path> orphans = durable.keySet().stream()
                .filter(path -> path.getParent() != null && path.getParent().getNameCount() > 0)
                .filter(path -> !durable.containsKey(path.getParent()))
                .toList();
        orphans.forEach(path -> durable.keySet().removeIf(name -> name.startsWith(path)));
        now.clear();
        now.putAll(durable);
        Set<FileData> lost = Collections.newSetFromMap(new IdentityHashMap<>());
        now.forEach((path, node) -> {
            if (node.data != null && lost.add(node.data)) {
                node.data.lose(cut.of(path));
            }
        });
    }

    /** All that can be reached by name. */
    Set<FileData> files() {
        Set<FileData> files = new LinkedHashSet<>(); // always in the same order, so that what a power cut costs is too
        now.values().stream().filter(node -> node.data != null).forEach(node -> files.add(node.data));
        return files;
    }

    /** Paths of all files. */
    List<Path> paths() {
        return now.entrySet().stream()
                .filter(entry -> entry.getValue().data != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Takes over a copy of all that {@code other} has. */
    void copy(Names other) {
        Map<Node, Node> copies = new IdentityHashMap<>();
        copies.put(FOLDER, FOLDER);
        other.now.forEach((path, node) -> now.put(path, copy(node, copies)));
        other.durable.forEach((path, node) -> durable.put(path, copy(node, copies)));
        for (Change change : other.pending) {
            pending.add(new Change(change.path, change.node == null ? null : copy(change.node, copies), change.from));
        }
    }

    private static Node copy(Node node, Map<Node, Node> copies) {
        return copies.computeIfAbsent(node, original -> new Node(new FileData(original.data)));
    }

    private void change(Change change) {
        change.apply(now);
        pending.add(change);
    }
}
