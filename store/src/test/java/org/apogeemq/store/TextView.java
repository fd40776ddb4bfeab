package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.store.view.View;

/** A view of names and values; a change is {@code name=value}. */
public final class TextView implements View {
    private final String id;
    private final Map<String, String> values = new TreeMap<>();

    public TextView(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized void apply(byte[] change) {
        String[] parts = new String(change, UTF_8).split("=", 2);
        values.put(parts[0], parts[1]);
    }

    @Override
    public synchronized byte[] snapshot() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString().getBytes(UTF_8);
    }

    @Override
    public synchronized void restore(byte[] snapshot) {
        values.clear();
        new String(snapshot, UTF_8).lines().forEach(line -> apply(line.getBytes(UTF_8)));
    }

    public synchronized String state() {
        return values.toString();
    }
}
