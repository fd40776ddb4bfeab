package org.apogeemq.chaos.history;

/**
 * A promise that was not kept.
 *
 * @param kind which
 * @param text what was expected and what was found
 */
public record Violation(Kind kind, String text) {
    /** What can go wrong. */
    public enum Kind {
        /** An acknowledged message is nowhere. */
        LOST,
        /** An acknowledged message is not where the broker said. */
        MISPLACED,
        /** A body is not the one that was sent. */
        ALTERED,
        /** A message is there more often than its sender has sent it. */
        REPEATED,
        /** A message that was sent after another was acknowledged lies before it. */
        OUT_OF_ORDER,
        /** A queue offset is missing. */
        GAP,
        /** A queue offset occurs twice. */
        DUPLICATE_OFFSET,
        /** A queue does not begin or end where the broker says. */
        BOUNDS,
        /** Nobody has sent it. */
        UNKNOWN,
        /** What somebody has read is no longer there, or something else is. */
        VANISHED,
        /** A group's progress is less than what was stored of it, or more than it ever was. */
        PROGRESS,
        /** The program did not do what it should: it ended by itself, or did not become ready. */
        PROGRAM
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
