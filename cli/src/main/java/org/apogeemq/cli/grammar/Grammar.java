package org.apogeemq.cli.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a command takes: arguments in their order, options anywhere. An option's value follows it, or stands behind a
 * {@code =}; {@code --} ends the options. Filled once, when the command is made.
 */
public final class Grammar {
    private static final String END_OF_OPTIONS = "--";

    /** An argument or option. {@code label} is what a value is called, null for an option without one. */
    record Word(String name, String other, String label, boolean required, String meaning) {
        boolean isOption() {
            return name.startsWith("-");
        }

        /** As the help shows it. */
        String shown() {
            String names = other == null ? name : other + ", " + name;
            return isOption() && label != null ? names + " " + label : names;
        }
    }

    private final String name;
    private final String summary;
    private final List<Word> words = new ArrayList<>();
    private String more = "";

    /**
     * @param name of the command, as it is typed
     * @param summary what it does, in a sentence or two; the first line stands in the list of commands
     */
    public Grammar(String name, String summary) {
        this.name = name;
        this.summary = summary;
    }

    /** An argument that must be given. */
    public Grammar argument(String label, String meaning) {
        words.add(new Word(label, null, label, true, meaning));
        return this;
    }

    /** An argument that may be left out; behind all others. */
    public Grammar optional(String label, String meaning) {
        words.add(new Word(label, null, label, false, meaning));
        return this;
    }

    /** An option with a value. */
    public Grammar option(String option, String label, String meaning) {
        words.add(new Word(option, null, label, false, meaning));
        return this;
    }

    /** An option with a value and a short name, such as {@code -n}. */
    public Grammar option(String shortOption, String option, String label, String meaning) {
        words.add(new Word(option, shortOption, label, false, meaning));
        return this;
    }

    /** An option without a value. */
    public Grammar flag(String option, String meaning) {
        words.add(new Word(option, null, null, false, meaning));
        return this;
    }

    /** Takes over what another part of a command adds to several of them. */
    public Grammar with(Function<Grammar, Grammar> addition) {
        return addition.apply(this);
    }

    /** Text below the options in the help. */
    public Grammar more(String text) {
        more = text;
        return this;
    }

    /** As it is typed. */
    public String name() {
        return name;
    }

    /** What it does. */
    public String summary() {
        return summary;
    }

    List<Word> words() {
        return words;
    }

    String more() {
        return more;
    }

    /**
     * Reads what stands behind the command's name.
     *
     * @throws WrongUseException if an option is unknown or has no value, or an argument is missing or too much
     */
    public Arguments read(List<String> texts) {
        Map<String, List<String>> values = new HashMap<>();
        List<Word> open =
                new ArrayList<>(words.stream().filter(word -> !word.isOption()).toList());
        boolean optionsEnded = false;
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (!optionsEnded && text.equals(END_OF_OPTIONS)) {
                optionsEnded = true;
            } else if (!optionsEnded && text.length() > 1 && text.startsWith("-")) {
                i += readOption(text, i + 1 < texts.size() ? texts.get(i + 1) : null, values);
            } else if (open.isEmpty()) {
                throw new WrongUseException("'" + text + "' is one argument too many");
            } else {
                put(values, open.remove(0), text);
            }
        }
        open.stream().filter(Word::required).findFirst().ifPresent(missing -> {
            throw new WrongUseException(missing.name() + " is missing");
        });
        return new Arguments(values);
    }

    /** Reads one option and returns how many of the texts behind it belong to it. */
    private int readOption(String text, String following, Map<String, List<String>> values) {
        int sign = text.indexOf('=');
        Word option = find(sign < 0 ? text : text.substring(0, sign));
        if (option.label() == null) {
            if (sign >= 0) {
                throw new WrongUseException(option.name() + " takes no value");
            }
            put(values, option, "");
            return 0;
        }
        if (sign >= 0) {
            put(values, option, text.substring(sign + 1));
            return 0;
        }
        if (following == null) {
            throw new WrongUseException(option.name() + " needs a value: " + option.shown());
        }
        put(values, option, following);
        return 1;
    }

    private Word find(String text) {
        List<String> names = new ArrayList<>();
        for (Word word : words) {
            if (word.isOption()) {
                if (word.name().equals(text) || text.equals(word.other())) {
                    return word;
                }
                names.add(word.name());
            }
        }
        String hint = NearestName.of(text, names)
                .map(meant -> ", did you mean " + meant + "?")
                .orElse("");
        throw new WrongUseException("there is no option " + text + hint);
    }

    private static void put(Map<String, List<String>> values, Word word, String text) {
        values.computeIfAbsent(word.name(), name -> new ArrayList<>()).add(text);
    }
}
