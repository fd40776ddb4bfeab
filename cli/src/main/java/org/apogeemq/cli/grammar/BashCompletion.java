package org.apogeemq.cli.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A script that completes command lines in bash, made of the commands' grammars: words of commands, options, values
 * that are one of a few words, and names of topics and groups, for which the program itself is asked.
 */
public final class BashCompletion {
    private static final Pattern CHOICES = Pattern.compile("[A-Za-z]+(\\|[A-Za-z]+)*");

    private static final String HEAD = """
        # Completes the command lines of bin/apogee in bash. Made by: bin/apogee completion bash
        # To use it now: source <(bin/apogee completion bash)

        _apogee_words() {
            case "$1" in
        """;

    private static final String BODY = """
            esac
        }

        _apogee() {
            local program="${COMP_WORDS[0]}" current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}"
            local command="" given=0 i word words="" server=()
            # The longest row of first words that is a command, or the beginning of one.
            for ((i = 1; i < COMP_CWORD; i++)); do
                word="${COMP_WORDS[i]}"
                [[ "$word" == -* || -z "$(_apogee_words "${command:+$command }$word")" ]] && break
                command="${command:+$command }$word"
            done
            for (( ; i < COMP_CWORD; i++)); do
                word="${COMP_WORDS[i]}"
                if [[ "$word" == -n || "$word" == --nameserver ]] && ((i + 1 < COMP_CWORD)); then
                    server=(-n "${COMP_WORDS[i + 1]}")
                fi
                if _apogee_takes_value "$word"; then
                    ((i++))
                elif [[ "$word" != -* ]]; then
                    ((given++))
                fi
            done
            if _apogee_takes_value "$before"; then
                words="$(_apogee_value "$command" "$before")"
            elif [[ "$current" == -* ]]; then
                words="$(_apogee_words "$command --")"
            else
                words="$(_apogee_words "$command")"
                [[ "$words" == "<arguments>" ]] && words="$(_apogee_argument "$command" "$given")"
            fi
            case "$words" in
                "<topics>") words="$("$program" topic list --names "${server[@]}" 2> /dev/null)" ;;
                "<groups>") words="$("$program" group list --names "${server[@]}" 2> /dev/null)" ;;
                "<files>")
                    compopt -o filenames 2> /dev/null
                    mapfile -t COMPREPLY < <(compgen -f -- "$current")
                    return
                    ;;
            esac
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
        }

        complete -F _apogee apogee bin/apogee
        """;

    private BashCompletion() {}

    /** The script for these commands. */
    public static String script(List<Grammar> commands) {
        var script = new StringBuilder(HEAD);
        firstWords(commands).forEach((begin, next) -> branch(script, begin, String.join(" ", next)));
        for (Grammar command : commands) {
            branch(script, command.name(), "<arguments>");
            branch(script, command.name() + " --", String.join(" ", options(command)));
        }
        section(script, "_apogee_takes_value");
        Set<String> valued = new LinkedHashSet<>();
        commands.forEach(command -> command.words().stream()
                .filter(word -> word.isOption() && word.label() != null)
                .forEach(word -> valued.addAll(names(word))));
        script.append("        ").append(String.join(" | ", valued)).append(") ;;\n        *) return 1 ;;\n");
        section(script, "_apogee_value");
        commands.forEach(command -> values(script, command));
        section(script, "_apogee_argument");
        commands.forEach(command -> arguments(script, command));
        return script.append(BODY).toString();
    }

    /** For each beginning of commands' names, the words that can follow. */
    private static Map<String, Set<String>> firstWords(List<Grammar> commands) {
        Map<String, Set<String>> next = new LinkedHashMap<>();
        for (Grammar command : commands) {
            var begin = new StringBuilder();
            for (String word : command.name().split(" ")) {
                next.computeIfAbsent(begin.toString(), same -> new LinkedHashSet<>())
                        .add(word);
                begin.append(begin.isEmpty() ? "" : " ").append(word);
            }
        }
        return next;
    }

    private static List<String> options(Grammar command) {
        List<String> options = new ArrayList<>();
        command.words().stream().filter(Grammar.Word::isOption).forEach(word -> options.addAll(names(word)));
        options.add("--help");
        return options;
    }

    private static List<String> names(Grammar.Word word) {
        return word.other() == null ? List.of(word.name()) : List.of(word.other(), word.name());
    }

    private static void values(StringBuilder script, Grammar command) {
        for (Grammar.Word word : command.words()) {
            String meant = word.isOption() && word.label() != null ? meant(word.label()) : "";
            if (!meant.isEmpty()) {
                for (String name : names(word)) {
                    branch(script, command.name() + " " + name, meant);
                }
            }
        }
    }

    private static void arguments(StringBuilder script, Grammar command) {
        int at = 0;
        for (Grammar.Word word : command.words()) {
            if (!word.isOption()) {
                String meant = meant(word.label());
                if (!meant.isEmpty()) {
                    branch(script, command.name() + " " + at, meant);
                }
                at++;
            }
        }
    }

    /** What can stand for a label: some of its words, or what can be asked for; empty if that is not known. */
    private static String meant(String label) {
        return switch (label) {
            case "TOPIC", "ID|TOPIC" -> "<topics>";
            case "GROUP" -> "<groups>";
            case "DIR", "FILE" -> "<files>";
            default -> CHOICES.matcher(label).matches() ? choices(label) : "";
        };
    }

    /** Words in capitals stand for something else, unless all are. */
    private static String choices(String label) {
        List<String> words = List.of(label.split("\\|"));
        List<String> small = words.stream()
                .filter(word -> word.equals(word.toLowerCase(Locale.ROOT)))
                .toList();
        boolean isWord = small.isEmpty() && words.size() > 1;
        return String.join(" ", isWord ? words : small);
    }

    /** Ends the function before, and begins one that looks at its arguments, joined by a blank. */
    private static void section(StringBuilder script, String name) {
        script.append("    esac\n}\n\n").append(name).append("() {\n    case \"$*\" in\n");
    }

    private static void branch(StringBuilder script, String pattern, String words) {
        script.append("        \"")
                .append(pattern)
                .append("\") echo \"")
                .append(words)
                .append("\" ;;\n");
    }
}
