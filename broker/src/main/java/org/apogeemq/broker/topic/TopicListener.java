package org.apogeemq.broker.topic;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Is told of changes of topics after they are in the log. May be called on any thread; must not wait. */
public interface TopicListener {
    /** A topic is new or was changed. What waits for the change goes on when this completes, however it completes. */
    CompletableFuture<?> changed(Topic topic);

    /** A topic is gone. */
    CompletableFuture<?> deleted(String topic);

    /** Is told of changes only. */
    static TopicListener onChange(Function<Topic, CompletableFuture<?>> task) {
        return new TopicListener() {
            @Override
            public CompletableFuture<?> changed(Topic topic) {
                return task.apply(topic);
            }

            @Override
            public CompletableFuture<?> deleted(String topic) {
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    /** Is told of deletions only. */
    static TopicListener onDeletion(Function<String, CompletableFuture<?>> task) {
        return new TopicListener() {
            @Override
            public CompletableFuture<?> changed(Topic topic) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletableFuture<?> deleted(String topic) {
                return task.apply(topic);
            }
        };
    }
}
