package org.apogeemq.server.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How files look, all over the repository. The formatter sees to the rest. */
class HouseRulesTest {
    private static final int LINES_MAX = 400;
    private static final int LINES_MAX_WITH_REASON = 500;
    private static final int COLUMNS_MAX = 120;
    private static final int PLATE_LINES_MAX = 10;
    private static final int PACKAGE_CLASSES_MAX = 25;

    /** Stands in the head of a file that is longer than the rule, and goes on with the reason. */
    private static final String REASON = "Longer than " + LINES_MAX + " lines because";

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\]|\\\\.)*\"");

    @Test
    void noFileIsLongerThanAPersonReads() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : SourceTree.allFiles()) {
            String source = Files.readString(file);
            long lines = source.lines().count();
            if (lines > (source.contains(REASON) ? LINES_MAX_WITH_REASON : LINES_MAX)) {
                tooLong.add(SourceTree.nameOf(file) + " has " + lines + " lines");
            }
        }
        assertThat(tooLong)
                .as("files have at most %d lines, or %d with '%s ...'", LINES_MAX, LINES_MAX_WITH_REASON, REASON)
                .isEmpty();
    }

    @Test
    void noLineIsWiderThanTheHouse() throws IOException {
        assertThat(linesThat(line -> TEXT.matcher(line).replaceAll("").length() > COLUMNS_MAX))
                .as("lines of more than %d columns, text in quotes not counted", COLUMNS_MAX)
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertThat(linesThat(line -> UNFINISHED.matcher(line).find()))
                .as("lines that leave work undone; open an issue instead")
                .isEmpty();
    }

    @Test
    void everyRoomHasAPlateOnItsDoor() throws IOException {
        Set<String> without = new TreeSet<>();
        for (Path file : SourceTree.mainFiles()) {
            if (!Files.exists(file.resolveSibling("package-info.java"))) {
                without.add(SourceTree.nameOf(file.getParent()));
            }
        }
        assertThat(without).as("packages without package-info.java").isEmpty();
    }

    @Test
    void aPlateIsReadAtAGlance() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : SourceTree.mainFiles()) {
            if (file.endsWith("package-info.java")) {
                long lines = Files.readString(file)
                        .lines()
                        .filter(line -> line.startsWith(" *") && line.length() > 3)
                        .count();
                if (lines > PLATE_LINES_MAX) {
                    tooLong.add(SourceTree.nameOf(file) + " has " + lines + " lines of text");
                }
            }
        }
        assertThat(tooLong)
                .as("package-info.java says it in %d lines", PLATE_LINES_MAX)
                .isEmpty();
    }

    @Test
    void noRoomIsOvercrowded() throws IOException {
        assertThat(SourceTree.mainFiles().stream()
                        .collect(groupingBy(file -> SourceTree.nameOf(file.getParent()), counting()))
                        .entrySet())
                .as("packages of more than %d files and package-info.java", PACKAGE_CLASSES_MAX)
                .allMatch(room -> room.getValue() <= PACKAGE_CLASSES_MAX + 1);
    }

    private interface LineRule {
        boolean isBrokenBy(String line);
    }

    private static List<String> linesThat(LineRule rule) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : SourceTree.allFiles()) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (rule.isBrokenBy(line)) {
                    found.add(SourceTree.nameOf(file) + ":" + number + " " + line.strip());
                }
            }
        }
        return found;
    }
}
