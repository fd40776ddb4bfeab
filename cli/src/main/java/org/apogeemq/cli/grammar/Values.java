package org.apogeemq.cli.grammar;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Values of arguments and options that are more than text. What does not fit is refused by name, value and limit. */
public final class Values {
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final String WHOLE = "-?[0-9]{1,18}";

    private Values() {}

    /** A whole number in {@code [least, most]}; empty if it was not given. */
    public static OptionalLong whole(Arguments arguments, String name, long least, long most) {
        Optional<String> text = arguments.text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches(WHOLE) || Long.parseLong(text.get()) < least || Long.parseLong(text.get()) > most) {
            String range = most == Long.MAX_VALUE ? least + " or more" : "in " + least + ".." + most;
            throw new WrongUseException(name + " is '" + text.get() + "', must be a whole number, " + range);
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }

    /** A whole number as above; {@code without} if it was not given. */
    public static int whole(Arguments arguments, String name, int without, int least, int most) {
        return (int) whole(arguments, name, least, most).orElse(without);
    }

    /** One of some words; empty if it was not given. */
    public static Optional<String> oneOf(Arguments arguments, String name, List<String> words) {
        Optional<String> text = arguments.text(name);
        if (text.isPresent() && !words.contains(text.get())) {
            throw new WrongUseException(name + " is '" + text.get() + "', must be " + either(words));
        }
        return text;
    }

    /** yes or no; empty if it was not given. */
    public static Optional<Boolean> yesNo(Arguments arguments, String name) {
        return oneOf(arguments, name, List.of(YES, NO)).map(YES::equals);
    }

    private static String either(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
