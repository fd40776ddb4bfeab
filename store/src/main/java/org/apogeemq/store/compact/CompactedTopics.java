package org.apogeemq.store.compact;

/** Which topics keep the last value of each key. Any thread. */
public interface CompactedTopics {
    /** No topic does. */
    CompactedTopics NONE = new CompactedTopics() {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public boolean contains(String topic) {
            return false;
        }
    };

    /** Whether {@link #contains} can be asked; until then nothing of the log is deleted. */
    boolean isKnown();

    /** Whether the topic keeps the last value of each key. It never changes while a topic lives. */
    boolean contains(String topic);
}
