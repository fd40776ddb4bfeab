package org.apogeemq.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
    private final Grammar grammar = new Grammar("send", "Sends one message.")
            .argument("TOPIC", "Topic to send to.")
            .optional("TEXT", "Body.")
            .option("-n", "--nameserver", "HOST:PORT", "Name server.")
            .option("--set", "KEY=VALUE", "One setting; may be repeated.")
            .flag("--verbose", "Say more.")
            .more("Example: none.\n");

    private Arguments read(String... texts) {
        return grammar.read(List.of(texts));
    }

    @Test
    void argumentsAreReadInTheirOrderAndOptionsAnywhere() {
        Arguments read = read("-n", "h:1", "orders", "--verbose", "tea");
        assertThat(read.text("TOPIC")).contains("orders");
        assertThat(read.text("TEXT")).contains("tea");
        assertThat(read.text("--nameserver")).contains("h:1");
        assertThat(read.has("--verbose")).isTrue();
        assertThat(read.has("--set")).isFalse();
    }

    @Test
    void aValueMayStandBehindASign() {
        assertThat(read("orders", "--nameserver=h:1", "--set=a=b").all("--set")).containsExactly("a=b");
    }

    @Test
    void anOptionMayBeRepeated() {
        assertThat(read("orders", "--set", "a=1", "--set", "b=2").all("--set")).containsExactly("a=1", "b=2");
    }

    @Test
    void whatFollowsTwoDashesIsNoOption() {
        assertThat(read("orders", "--", "--verbose").text("TEXT")).contains("--verbose");
    }

    @ParameterizedTest
    @CsvSource({
        "--verbos, 'there is no option --verbos, did you mean --verbose?'",
        "--abc, there is no option --abc",
        "--verbose=1, --verbose takes no value",
        "--nameserver, '--nameserver needs a value: -n, --nameserver HOST:PORT'",
    })
    void aWrongOptionIsNamed(String option, String message) {
        assertThatThrownBy(() -> read("orders", option))
                .isInstanceOf(WrongUseException.class)
                .hasMessage(message);
    }

    @Test
    void aMissingAndASuperfluousArgumentAreNamed() {
        assertThatThrownBy(() -> read()).isInstanceOf(WrongUseException.class).hasMessage("TOPIC is missing");
        assertThatThrownBy(() -> read("a", "b", "c"))
                .isInstanceOf(WrongUseException.class)
                .hasMessage("'c' is one argument too many");
    }

    @Test
    void theHelpFitsTheConsole() {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Help.print("bin/apogee", grammar, Console.of(stream, stream, 60));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("Usage: bin/apogee send TOPIC [TEXT] [options]\n\nSends one message.\n")
                .contains("\n  -n, --nameserver HOST:PORT  Name server.\n")
                .endsWith("\nExample: none.\n");
    }
}
