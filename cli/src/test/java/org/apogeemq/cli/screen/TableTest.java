package org.apogeemq.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("TOPIC", false, true, false),
            new Table.Column("MESSAGES", true, false, false),
            new Table.Column("BROKERS", false, true, true));

    private static List<String> lines(int room, String[]... rows) {
        return Table.lines(COLUMNS, List.of(rows), room);
    }

    private static String[] row(String... cells) {
        return cells;
    }

    @Test
    void numbersStandToTheRightAndLinesEndWithoutBlanks() {
        assertThat(lines(80, row("orders", "1,234", "a"), row("mail", "7", "b")))
                .containsExactly("TOPIC   MESSAGES  BROKERS", "orders     1,234  a", "mail           7  b");
    }

    @Test
    void theSpareColumnGoesFirst() {
        assertThat(lines(20, row("orders", "1", "broker-a"))).containsExactly("TOPIC   MESSAGES", "orders         1");
    }

    @Test
    void namesGetNarrowerAndNumbersDoNot() {
        List<String> lines = lines(28, row("a-very-long-name-of-a-topic", "1,234,567", "a"));
        assertThat(lines).allMatch(line -> line.length() <= 28);
        assertThat(lines.get(1)).startsWith("a-very").contains("…").contains("1,234,567");
    }

    @Test
    void ofTwoLongNamesTheLongerOneGivesWay() {
        List<Table.Column> two =
                List.of(new Table.Column("A", false, true, false), new Table.Column("B", false, true, false));
        List<String[]> rows = List.of(row("x".repeat(40), "y".repeat(12)), row("x", "y"));
        assertThat(Table.lines(two, rows, 34).get(1)).isEqualTo("x".repeat(19) + "…  " + "y".repeat(12));
    }

    @Test
    void noLineIsWiderThanTheTerminalHoweverNarrow() {
        assertThat(lines(10, row("orders", "1,234,567,890", "a")))
                .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(10));
    }

    @Test
    void lettersThatTakeTwoColumnsAreCountedSo() {
        assertThat(Cells.width("茶 tea")).isEqualTo(6);
        assertThat(Cells.fit("茶茶茶", 4)).isEqualTo("茶…");
        assertThat(lines(80, row("茶", "1", "a"), row("tea", "1", "b")).get(1)).isEqualTo("茶            1  a");
    }

    @Test
    void signsThatSteerTheTerminalAreMadeVisible() {
        assertThat(Cells.plain("a\nb\t\033[31m")).isEqualTo("a\\nb\\t\\x1b[31m");
    }
}
