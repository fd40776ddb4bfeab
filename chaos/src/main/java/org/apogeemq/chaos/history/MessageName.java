package org.apogeemq.chaos.history;

/**
 * Which message it is: each sender counts its own from 0 on.
 *
 * @param sender number of the sender
 * @param number how many it has sent before
 */
public record MessageName(int sender, int number) {
    /** The form in which it travels as a property of the message. */
    public String text() {
        return sender + "-" + number;
    }

    /** Reads {@link #text}; {@code null} if it is not one. */
    public static MessageName of(String text) {
        int dash = text == null ? -1 : text.indexOf('-');
        try {
            return dash < 1
                    ? null
                    : new MessageName(
                            Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            return null; // altered: the caller reports it
        }
    }
}
