package org.apogeemq.server.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a file of {@code key=value} lines. Blank lines and lines that begin with {@code #} or {@code !} are skipped;
 * blanks around key and value do not count; a backslash at the end of a line joins it with the next, {@code \=},
 * {@code \:} and {@code \\} stand for the sign itself.
 */
public final class SettingsFile {
    private static final long BYTES_MAX = 1 << 20;

    private SettingsFile() {}

    /**
     * Sets all that the file says.
     *
     * @throws BadSettingException if the file cannot be read, or at its first line that cannot be accepted
     */
    public static void read(Path file, Settings.Builder settings) {
        String[] lines = content(file).split("\r?\n|\r", -1);
        for (int i = 0; i < lines.length; i++) {
            int number = i + 1;
            String line = lines[i].strip();
            if (line.startsWith("#") || line.startsWith("!")) {
                continue;
            }
            while (isContinued(line) && i + 1 < lines.length) {
                i++;
                line = line.substring(0, line.length() - 1) + lines[i].strip();
            }
            if (!line.isEmpty()) {
                set(line, file.getFileName() + ":" + number, settings);
            }
        }
    }

    /**
     * Sets what one {@code key=value} says.
     *
     * @param place where it stands, for messages
     */
    public static void set(String line, String place, Settings.Builder settings) {
        int sign = sign(line);
        if (sign <= 0) {
            throw new BadSettingException("%s: '%s' is not of the form key=value".formatted(place, line));
        }
        settings.set(plain(line.substring(0, sign)), plain(line.substring(sign + 1)), place);
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new BadSettingException(file + " is larger than 1 MiB; it is no settings file");
            }
            // Apache reads such files as ISO-8859-1; all keys and nearly all values are ASCII, which is the same here.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new BadSettingException("there is no settings file " + file);
        } catch (IOException e) {
            throw new BadSettingException("settings file " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static int sign(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '=' || c == ':') {
                return i;
            }
        }
        return -1;
    }

    private static String plain(String text) {
        String stripped = text.strip();
        if (stripped.indexOf('\\') < 0) {
            return stripped;
        }
        var plain = new StringBuilder(stripped.length());
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            plain.append(c == '\\' && i + 1 < stripped.length() ? stripped.charAt(++i) : c);
        }
        return plain.toString();
    }
}
