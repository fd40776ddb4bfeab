package org.apogeemq.server.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been built, in the order it was. Closed once, in reverse; a part that fails does not stop the others. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private record Part(String name, AutoCloseable closes) {}

    private final Deque<Part> built = new ArrayDeque<>();

    <T extends AutoCloseable> T add(String name, T part) {
        built.push(new Part(name, part));
        return part;
    }

    @Override
    public void close() {
        while (!built.isEmpty()) {
            Part part = built.pop();
            LOG.info("closing {}", part.name);
            try {
                part.closes.close();
            } catch (Exception e) { // whatever it was, the parts below it must be closed too
                LOG.error("{} did not close cleanly", part.name, e);
            }
        }
    }
}
