package org.apogeemq.cli.screen;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apogeemq.cli.grammar.WrongUseException;

/** Numbers, times and durations as people read and write them. */
public final class Shown {
    /** What stands for something that is not known or not there. */
    public static final String NOTHING = "-";

    /** How {@link #millis} reads times, for the help. */
    public static final String TIMES = "2026-11-21T14:30, '2026-11-21 14:30:00', 2026-11-21, now, 30m or 2h or 3d ago";

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final Pattern AGO = Pattern.compile("([0-9]{1,9})(s|m|h|d)");
    private static final Pattern EPOCH = Pattern.compile("[0-9]{12,14}");
    private static final int DATE_CHARS = 10;
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Shown() {}

    /** A whole number with separators of thousands. */
    public static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number with one digit behind the point, or none above a hundred. */
    public static String decimal(double number) {
        return number >= 100 ? whole(Math.round(number)) : String.format(Locale.ROOT, "%.1f", number);
    }

    /** A number of things, {@code thing} being the word for one. */
    public static String count(long number, String thing) {
        return whole(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** Text without signs that would steer the terminal or end the line. */
    public static String plain(String text) {
        return Cells.plain(text);
    }

    /** A time in ms to the second, where this machine is; {@link #NOTHING} for 0 and less. */
    public static String time(long millis) {
        return millis <= 0 ? NOTHING : SECONDS.format(local(millis));
    }

    /** The same to the millisecond. */
    public static String timeToMillis(long millis) {
        return millis <= 0 ? NOTHING : MILLIS.format(local(millis));
    }

    /** A duration in ms in its largest unit, or two. */
    public static String duration(long millis) {
        if (millis < MINUTE) {
            return millis / SECOND + "s";
        }
        if (millis < HOUR) {
            return millis / MINUTE + "m" + rest(millis % MINUTE / SECOND, "s");
        }
        return millis < DAY
                ? millis / HOUR + "h" + rest(millis % HOUR / MINUTE, "m")
                : whole(millis / DAY) + "d" + rest(millis % DAY / HOUR, "h");
    }

    /**
     * The time in ms that {@code text} means, as {@link #TIMES} says or in ms itself.
     *
     * @param name of the option, for the error
     * @param now in ms
     * @throws WrongUseException if it is no time
     */
    public static long millis(String name, String text, long now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now - Long.parseLong(ago.group(1)) * unit(ago.group(2));
        }
        if (text.equals("now")) {
            return now;
        }
        if (EPOCH.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        try {
            LocalDateTime time = text.length() == DATE_CHARS
                    ? LocalDate.parse(text).atStartOfDay()
                    : LocalDateTime.parse(text.replace(' ', 'T'));
            return time.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw new WrongUseException(name + " is '" + text + "', must be a time: " + TIMES);
        }
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            default -> DAY;
        };
    }

    private static String rest(long number, String unit) {
        return number == 0 ? "" : " " + number + unit;
    }

    private static LocalDateTime local(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.systemDefault());
    }
}
