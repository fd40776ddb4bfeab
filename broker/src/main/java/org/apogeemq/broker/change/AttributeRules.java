package org.apogeemq.broker.change;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.ResponseCodes;

/**
 * The attributes something may have, and how they are changed: {@code +key} adds or changes, {@code -key} takes away,
 * when it is created only {@code +}. An unknown key, a value out of range, or a change of what is fixed at creation
 * refuses the whole change. Immutable.
 */
public final class AttributeRules {
    private record Rule(boolean fixedAtCreation, String range, Predicate<String> accepts) {}

    private final Map<String, Rule> rules;

    private AttributeRules(Map<String, Rule> rules) {
        this.rules = rules;
    }

    /** Begins without attributes. */
    public static AttributeRules none() {
        return new AttributeRules(Map.of());
    }

    /** And one that is fixed at creation, with these values. */
    public AttributeRules fixed(String key, Set<String> values) {
        return with(key, new Rule(true, "one of " + values, values::contains));
    }

    /** And one that has one of these values. */
    public AttributeRules oneOf(String key, Set<String> values) {
        return with(key, new Rule(false, "one of " + values, values::contains));
    }

    /** And one that is any text but blank. */
    public AttributeRules text(String key) {
        return with(key, new Rule(false, "a text", value -> !value.isBlank()));
    }

    /** And one that is a whole number in {@code [min, max]}. */
    public AttributeRules number(String key, long min, long max) {
        return with(key, new Rule(false, "in " + min + ".." + max, value -> isWithin(value, min, max)));
    }

    /** And one that is a whole number in {@code [min, max]}, or -1. */
    public AttributeRules numberOrNone(String key, long min, long max) {
        return with(
                key,
                new Rule(
                        false,
                        "-1 or in " + min + ".." + max,
                        value -> isWithin(value, min, max) || value.equals("-1")));
    }

    /** The attributes of something new. */
    public Map<String, String> create(Map<String, String> delta) {
        Map<String, String> attributes = new TreeMap<>();
        delta.forEach((signed, value) -> {
            if (!signed.startsWith("+")) {
                throw refused("attribute '" + signed + "' of something new must be given as +key=value");
            }
            String key = signed.substring(1);
            attributes.put(key, checked(key, value));
        });
        return attributes;
    }

    /** The attributes of something that has {@code present} and gets {@code delta}. */
    public Map<String, String> change(Map<String, String> present, Map<String, String> delta) {
        Map<String, String> attributes = new TreeMap<>(present);
        delta.forEach((signed, value) -> {
            String key = signed.substring(Math.min(1, signed.length()));
            if (signed.startsWith("+")) {
                refuseIfFixed(key, present.get(key), checked(key, value));
                attributes.put(key, value);
            } else if (signed.startsWith("-")) {
                refuseIfFixed(key, present.get(key), null);
                attributes.remove(key);
            } else {
                throw refused("attribute '" + signed + "' must begin with + (add or change) or - (take away)");
            }
        });
        return attributes;
    }

    private AttributeRules with(String key, Rule rule) {
        Map<String, Rule> more = new TreeMap<>(rules);
        more.put(key, rule);
        return new AttributeRules(more);
    }

    private void refuseIfFixed(String key, String present, String wanted) {
        boolean same = wanted == null ? present == null : wanted.equals(present);
        if (rule(key).fixedAtCreation && !same) {
            throw refused("attribute " + key + " is fixed at creation, it is " + (present == null ? "not set" : present)
                    + " here");
        }
    }

    private String checked(String key, String value) {
        Rule rule = rule(key);
        if (!rule.accepts.test(value)) {
            throw refused("attribute " + key + " is '" + value + "', must be " + rule.range);
        }
        return value;
    }

    private Rule rule(String key) {
        Rule rule = rules.get(key);
        if (rule == null) {
            throw refused("attribute '" + key + "' is unknown, known are " + rules.keySet());
        }
        return rule;
    }

    private static boolean isWithin(String value, long min, long max) {
        try {
            long number = Long.parseLong(value);
            return number >= min && number <= max;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static RefusedException refused(String message) {
        return new RefusedException(ResponseCodes.SYSTEM_ERROR, message);
    }
}
