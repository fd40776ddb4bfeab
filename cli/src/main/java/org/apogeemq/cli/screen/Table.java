package org.apogeemq.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in columns, no line wider than there is room. What does not fit: first the spare columns go, from the right;
 * then those that may shrink get narrower, the widest first; what is left over is cut off.
 */
final class Table {
    /**
     * A column.
     *
     * @param right whether its cells stand to the right, as numbers do
     * @param shrinks whether its cells may be cut
     * @param spare whether it goes when there is no room
     */
    record Column(String title, boolean right, boolean shrinks, boolean spare) {}

    private static final int GAP = 2;
    private static final int SHRUNK_LEAST = 8;

    private final List<Column> columns;
    private final List<String[]> rows;
    private final int[] widths;
    private final boolean[] shown;

    private Table(List<Column> columns, List<String[]> rows) {
        this.columns = columns;
        this.rows = rows;
        widths = new int[columns.size()];
        shown = new boolean[columns.size()];
        Arrays.fill(shown, true);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Cells.width(columns.get(i).title());
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], Cells.width(row[i]));
            }
        }
    }

    /** The lines of the table, titles first. */
    static List<String> lines(List<Column> columns, List<String[]> rows, int room) {
        var table = new Table(columns, rows);
        table.fit(room);
        List<String> lines = new ArrayList<>();
        lines.add(table.line(columns.stream().map(Column::title).toArray(String[]::new), room));
        rows.forEach(row -> lines.add(table.line(row, room)));
        return lines;
    }

    private void fit(int room) {
        for (int i = widths.length - 1; i >= 0 && leastTotal() > room; i--) {
            shown[i] = !columns.get(i).spare();
        }
        for (int over = total() - room; over > 0; over = total() - room) {
            int widest = widestThatShrinks();
            if (widest < 0) {
                return;
            }
            int second = secondWidth(widest);
            widths[widest] = Math.max(widths[widest] - over, Math.max(second, SHRUNK_LEAST));
        }
    }

    /** What all columns take that are shown. */
    private int total() {
        return total(false);
    }

    /** The same when those that shrink are at their narrowest. */
    private int leastTotal() {
        return total(true);
    }

    private int total(boolean shrunk) {
        int total = -GAP;
        for (int i = 0; i < widths.length; i++) {
            if (shown[i]) {
                boolean least = shrunk && columns.get(i).shrinks();
                total += GAP + (least ? Math.min(widths[i], 2 * SHRUNK_LEAST) : widths[i]);
            }
        }
        return total;
    }

    private int widestThatShrinks() {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            boolean possible = shown[i] && columns.get(i).shrinks() && widths[i] > SHRUNK_LEAST;
            if (possible && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    /** Down to which the widest column shrinks before others do too: one less than the next. */
    private int secondWidth(int widest) {
        int second = 0;
        for (int i = 0; i < widths.length; i++) {
            if (i != widest && shown[i] && columns.get(i).shrinks()) {
                second = Math.max(second, widths[i] - 1);
            }
        }
        return Math.min(second, widths[widest] - 1);
    }

    private String line(String[] cells, int room) {
        var line = new StringBuilder();
        int at = 0;
        for (int i = 0; i < cells.length; i++) {
            if (shown[i]) {
                String cell = Cells.fit(cells[i], widths[i]);
                int blanks = widths[i] - Cells.width(cell);
                line.repeat(' ', at == 0 ? 0 : GAP);
                line.repeat(' ', columns.get(i).right() ? blanks : 0).append(cell);
                line.repeat(' ', columns.get(i).right() ? 0 : blanks);
                at++;
            }
        }
        return Cells.fit(line.toString().stripTrailing(), room);
    }
}
