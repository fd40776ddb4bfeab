package org.apogeemq.cli.screen;

import java.util.List;
import org.apogeemq.cli.grammar.Console;

/** Lines that are replaced by newer ones in the same place of a terminal. Confined to one thread. */
public final class LiveView {
    private static final String UP = "\033[%dA";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";

    private final Console console;
    private int drawn;

    public LiveView(Console console) {
        this.console = console;
    }

    /** Shows {@code lines}; those that do not fit the terminal are counted in the last one. */
    public void show(List<String> lines) {
        int room = Math.max(2, console.window().rows() - 1);
        int kept = lines.size() <= room ? lines.size() : room - 1;
        var frame = new StringBuilder();
        if (drawn > 0) {
            frame.append('\r').append(UP.formatted(drawn));
        }
        for (String line : lines.subList(0, kept)) {
            frame.append(line).append(REST_OF_LINE).append('\n');
        }
        if (kept < lines.size()) {
            frame.append("... and ")
                    .append(lines.size() - kept)
                    .append(" more")
                    .append(REST_OF_LINE)
                    .append('\n');
        }
        drawn = Math.min(lines.size(), room);
        console.out().print(frame.append(REST_OF_SCREEN));
        console.out().flush();
    }
}
