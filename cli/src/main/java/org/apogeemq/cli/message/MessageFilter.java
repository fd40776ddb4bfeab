package org.apogeemq.cli.message;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.protocol.record.PropertyNames;

/**
 * Which messages are wanted; all that is given must be so.
 *
 * @param key one of its keys, or its unique id; null for any
 * @param tag null for any
 * @param text part of the body; null for any
 * @param since stored at this time or later, in ms
 * @param until stored before this time, in ms
 */
record MessageFilter(String key, String tag, Map<String, String> properties, String text, long since, long until) {
    private static final String KEY = "--key";
    private static final String TAG = "--tag";
    private static final String PROPERTY = "--property";
    private static final String TEXT = "--text";
    private static final String SINCE = "--since";
    private static final String UNTIL = "--until";

    static Grammar in(Grammar grammar) {
        return grammar.option(KEY, "KEY", "Only with this key, or this id.")
                .option(TAG, "TAG", "Only with this tag.")
                .option(PROPERTY, "NAME=VALUE", "Only with this property. May be repeated: all of them.")
                .option(TEXT, "TEXT", "Only with this in the body.")
                .option(SINCE, "TIME", "Only those stored then or later.")
                .option(UNTIL, "TIME", "Only those stored before.");
    }

    /** The properties that are given by an option that may be repeated. */
    static Map<String, String> properties(Arguments arguments, String option) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String text : arguments.all(option)) {
            int sign = text.indexOf('=');
            if (sign < 1 || Shown.plain(text).length() != text.length()) {
                throw new WrongUseException(option + " is '" + Shown.plain(text) + "', must be NAME=VALUE");
            }
            properties.put(text.substring(0, sign), text.substring(sign + 1));
        }
        return properties;
    }

    /** @param now in ms */
    static MessageFilter of(Arguments arguments, long now) {
        return new MessageFilter(
                arguments.text(KEY).orElse(null),
                arguments.text(TAG).orElse(null),
                properties(arguments, PROPERTY),
                arguments.text(TEXT).orElse(null),
                arguments
                        .text(SINCE)
                        .map(text -> Shown.millis(SINCE, text, now))
                        .orElse(0L),
                arguments
                        .text(UNTIL)
                        .map(text -> Shown.millis(UNTIL, text, now))
                        .orElse(Long.MAX_VALUE));
    }

    /** Whether nothing is asked for but that it was stored within a time. */
    boolean isOfTimeAlone() {
        return key == null && tag == null && properties.isEmpty() && text == null;
    }

    boolean passes(Found found) {
        Map<String, String> own = found.properties();
        long stored = found.message().storeTimestamp();
        return stored >= since
                && stored < until
                && (key == null || hasKey(own, key))
                && (tag == null || tag.equals(own.get(PropertyNames.TAGS)))
                && own.entrySet().containsAll(properties.entrySet())
                && (text == null || MessageBody.text(found.message()).contains(text));
    }

    private static boolean hasKey(Map<String, String> properties, String key) {
        return key.equals(properties.get(PropertyNames.UNIQ_KEY))
                || Arrays.asList(properties.getOrDefault(PropertyNames.KEYS, "").split(" "))
                        .contains(key);
    }
}
