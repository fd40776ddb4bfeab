package org.apogeemq.filter;

/** How two values are compared. */
enum Order {
    EQUAL,
    ABOVE,
    AT_LEAST,
    BELOW,
    AT_MOST;

    /** Whether it holds for two values of which {@code comparison} says which is the greater. */
    boolean holds(int comparison) {
        return switch (this) {
            case EQUAL -> comparison == 0;
            case ABOVE -> comparison > 0;
            case AT_LEAST -> comparison >= 0;
            case BELOW -> comparison < 0;
            case AT_MOST -> comparison <= 0;
        };
    }

    /** The same of the two values the other way round. */
    Order mirrored() {
        return switch (this) {
            case EQUAL -> EQUAL;
            case ABOVE -> BELOW;
            case AT_LEAST -> AT_MOST;
            case BELOW -> ABOVE;
            case AT_MOST -> AT_LEAST;
        };
    }
}
