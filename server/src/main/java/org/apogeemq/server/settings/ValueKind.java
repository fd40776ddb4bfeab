package org.apogeemq.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the values of a setting look like: how they are read, and their range in words. */
sealed interface ValueKind<T> {
    /** The value that {@code text} stands for, or empty if it is outside the range. */
    Optional<T> read(String text);

    /** The values allowed, as a user reads it, such as {@code 1..65535}. */
    String range();

    /** A whole number in {@code [min, max]}. */
    record Whole(int min, int max) implements ValueKind<Integer> {
        @Override
        public Optional<Integer> read(String text) {
            return number(text, min, max).map(Long::intValue);
        }

        @Override
        public String range() {
            return min + ".." + max;
        }
    }

    /** A multiple of {@code step} in {@code [min, max]}. */
    record Steps(int step, int min, int max) implements ValueKind<Integer> {
        @Override
        public Optional<Integer> read(String text) {
            return number(text, min, max).filter(value -> value % step == 0).map(Long::intValue);
        }

        @Override
        public String range() {
            return min + ".." + max + ", a multiple of " + step;
        }
    }

    /** A large whole number in {@code [min, max]}; {@code unit} says of what. */
    record Amount(long min, long max, String unit) implements ValueKind<Long> {
        @Override
        public Optional<Long> read(String text) {
            return number(text, min, max);
        }

        @Override
        public String range() {
            return (max == Long.MAX_VALUE ? min + " or more" : min + ".." + max) + " " + unit;
        }
    }

    /** A duration in {@code [min, max]}, written as a plain number of milliseconds. */
    record Millis(long min, long max) implements ValueKind<Duration> {
        @Override
        public Optional<Duration> read(String text) {
            return number(text, min, max).map(Duration::ofMillis);
        }

        @Override
        public String range() {
            return min + ".." + max + " ms";
        }
    }

    /** A duration in {@code [min, max]}, written as a plain number of seconds. */
    record Seconds(long min, long max) implements ValueKind<Duration> {
        @Override
        public Optional<Duration> read(String text) {
            return number(text, min, max).map(Duration::ofSeconds);
        }

        @Override
        public String range() {
            return min + ".." + max + " s";
        }
    }

    /** Hours of the day, 0 to 23, separated by {@code ;}. */
    record HoursOfDay() implements ValueKind<Set<Integer>> {
        @Override
        public Optional<Set<Integer>> read(String text) {
            Set<Integer> hours = new TreeSet<>();
            for (String part : text.split(";")) {
                Optional<Long> hour = number(part.strip(), 0, 23);
                if (hour.isEmpty()) {
                    return Optional.empty();
                }
                hours.add(hour.get().intValue());
            }
            return Optional.of(hours);
        }

        @Override
        public String range() {
            return "hours of 0..23, separated by ;";
        }
    }

    /** Delays such as {@code 1s 5m 2h}, separated by blanks. */
    record Delays(int most) implements ValueKind<List<Duration>> {
        private static final Pattern DELAY = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
        private static final Map<String, Duration> UNITS = Map.of(
                "s",
                Duration.ofSeconds(1),
                "m",
                Duration.ofMinutes(1),
                "h",
                Duration.ofHours(1),
                "d",
                Duration.ofDays(1));

        @Override
        public Optional<List<Duration>> read(String text) {
            List<Duration> delays = new ArrayList<>();
            for (String part : text.strip().split(" +")) {
                Matcher delay = DELAY.matcher(part);
                if (!delay.matches()) {
                    return Optional.empty();
                }
                delays.add(UNITS.get(delay.group(2)).multipliedBy(Long.parseLong(delay.group(1))));
            }
            return delays.size() > most ? Optional.empty() : Optional.of(delays);
        }

        @Override
        public String range() {
            return "1 to " + most + " delays such as 5s, 1m, 2h, 1d, separated by blanks";
        }
    }

    /** Yes or no. */
    record Flag() implements ValueKind<Boolean> {
        @Override
        public Optional<Boolean> read(String text) {
            return switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        @Override
        public String range() {
            return "true, false";
        }
    }

    /** One of a few words. */
    record Choice(List<String> words) implements ValueKind<String> {
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public Optional<String> read(String text) {
            return words.contains(text) ? Optional.of(text) : Optional.empty();
        }

        @Override
        public String range() {
            return String.join(", ", words);
        }
    }

    /** Any text; {@code range} says in words what it stands for. */
    record Text(String range) implements ValueKind<String> {
        @Override
        public Optional<String> read(String text) {
            return Optional.of(text);
        }
    }

    /** Text without blanks that is not empty; {@code range} says in words what it stands for. */
    record Name(String range) implements ValueKind<String> {
        @Override
        public Optional<String> read(String text) {
            return text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)
                    ? Optional.empty()
                    : Optional.of(text);
        }
    }

    /** A file or folder of this machine. */
    record FilePath(String range) implements ValueKind<Path> {
        @Override
        public Optional<Path> read(String text) {
            return text.isEmpty() || text.indexOf('\0') >= 0 || text.indexOf(',') >= 0
                    ? Optional.empty()
                    : Optional.of(Path.of(text));
        }
    }

    private static Optional<Long> number(String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            return value < min || value > max ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException e) {
            return Optional.empty(); // not a number at all: outside the range like any other
        }
    }
}
