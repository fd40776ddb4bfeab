package org.apogeemq.cli.topic;

import java.util.List;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.protocol.body.TopicConfig;

/** What may be done with a topic, as letters: {@code r} read, {@code w} write, {@code i} a model of new topics. */
final class Permission {
    /** For the help. */
    static final String CHOICES = "rw|r|w|none";

    private static final List<String> WORDS = List.of("none", "i", "w", "wi", "r", "ri", "rw", "rwi");

    private Permission() {}

    static String text(int permission) {
        return permission >= 0 && permission < WORDS.size() ? WORDS.get(permission) : Integer.toString(permission);
    }

    static int read(String name, String text) {
        int permission = text.matches("[0-7]") ? Integer.parseInt(text) : WORDS.indexOf(text);
        if (permission < 0) {
            throw new WrongUseException(name + " is '" + text + "', must be " + CHOICES.replace("|", ", "));
        }
        return permission;
    }

    static int readAndWrite() {
        return TopicConfig.PERM_READ | TopicConfig.PERM_WRITE;
    }
}
