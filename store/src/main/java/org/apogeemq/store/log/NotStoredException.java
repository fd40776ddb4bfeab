package org.apogeemq.store.log;

/** A change that could not be stored; nothing was applied, unless the outcome says otherwise. */
public final class NotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Outcome outcome;

    /** @param what what was to be stored */
    public NotStoredException(String what, Outcome outcome) {
        super(what + " was not stored: " + outcome);
        this.outcome = outcome;
    }

    /** Why. */
    public Outcome outcome() {
        return outcome;
    }
}
