package org.apogeemq.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Console terminal(int rows, String answer) {
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return Console.of(stream, stream, 80, new Console.Window(80, rows, question -> answer));
    }

    private String printed() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void linesAreReplacedWhereTheyStand() {
        var view = new LiveView(terminal(10, null));
        view.show(List.of("a", "b"));
        assertThat(printed()).isEqualTo("a\033[K\nb\033[K\n\033[J");
        view.show(List.of("c"));
        assertThat(printed()).isEqualTo("\r\033[2Ac\033[K\n\033[J");
        view.show(List.of("d"));
        assertThat(printed()).startsWith("\r\033[1A");
    }

    @Test
    void linesThatDoNotFitAreCounted() {
        var view = new LiveView(terminal(4, null));
        view.show(List.of("a", "b", "c", "d", "e"));
        assertThat(printed()).isEqualTo("a\033[K\nb\033[K\n... and 3 more\033[K\n\033[J");
        view.show(List.of("a"));
        assertThat(printed()).startsWith("\r\033[3A");
    }

    @Test
    void aBarIsDrawnOnATerminalAndLinesElsewhere() {
        var bar = new Progress(terminal(10, null), "read", 1_000);
        bar.at(500);
        bar.end();
        assertThat(printed()).contains("500 of 1,000 read").endsWith("\r\033[K");
        var lines = new Progress(terminal(0, null), "read", 1_000);
        for (int done = 0; done <= 1_000; done += 10) {
            lines.at(done);
        }
        assertThat(printed().lines()).hasSize(10).contains("100 of 1,000 read", "1,000 of 1,000 read");
        new Progress(terminal(10, null), "read", 20).at(10);
        assertThat(printed()).isEmpty();
    }

    @Test
    void onlyYesIsYes() {
        Grammar grammar = Confirmation.in(new Grammar("x", "y"));
        Arguments asked = grammar.read(List.of());
        Confirmation.ask("Go?", asked, terminal(10, " Yes "));
        assertThatThrownBy(() -> Confirmation.ask("Go?", asked, terminal(10, "")))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("nothing was changed");
        assertThatThrownBy(() -> Confirmation.ask("Go?", asked, terminal(0, null)))
                .isInstanceOf(WrongUseException.class)
                .hasMessageContaining("--yes");
        Confirmation.ask("Go?", grammar.read(List.of("--yes")), terminal(0, null));
    }
}
