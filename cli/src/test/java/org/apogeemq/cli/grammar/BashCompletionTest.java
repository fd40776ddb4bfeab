package org.apogeemq.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script in a real bash, with a program that only knows some names. */
class BashCompletionTest {
    private static final String PROGRAM = "program() { echo \"$1-a $1-b $4 $5\" | tr ' ' '\\n'; }\n";

    private final String script = BashCompletion.script(List.of(
            new Grammar("send", "s")
                    .argument("TOPIC", "t")
                    .option("-n", "--nameserver", "HOST:PORT", "n")
                    .flag("--json", "j"),
            new Grammar("topic create", "c").argument("TOPIC", "t").option("--perm", "rw|r|none", "p"),
            new Grammar("group reset", "r")
                    .argument("GROUP", "g")
                    .argument("TOPIC", "t")
                    .option("--to", "first|last|TIME", "t")
                    .option("-n", "--nameserver", "HOST:PORT", "n"),
            new Grammar("message dead list", "l").argument("GROUP", "g"),
            new Grammar("message dead resend", "r").option("--type", "NORMAL|FIFO", "t"),
            new Grammar("completion", "c").argument("bash", "b")));

    @ParameterizedTest
    @CsvSource({
        "'', send topic group message completion",
        "s, send",
        "topic '', create",
        "message '', dead",
        "message dead re, resend",
        "send --, --nameserver --json --help",
        "send -, -n --nameserver --json --help",
        "topic create --perm '', rw r none",
        "topic create x --perm n, none",
        "group reset --to l, last",
        "message dead resend --type F, FIFO",
        "completion '', bash",
        "send topic, topic-a topic-b",
        "group reset gr, group-a group-b",
        "group reset g t, topic-a topic-b",
        "group reset --to last g t, topic-a topic-b",
        "group reset -n h:1 '', group-a group-b -n h:1",
        "topic create --perm r x '', ''",
    })
    void whatCanFollowIsOffered(String line, String offered) throws IOException, InterruptedException {
        assertThat(complete(line)).isEqualTo(offered);
    }

    @Test
    void theScriptIsOneThatBashTakes() throws IOException, InterruptedException {
        assertThat(bash("complete -p apogee")).isEqualTo("complete -F _apogee apogee");
    }

    private String complete(String line) throws IOException, InterruptedException {
        return bash("COMP_WORDS=(program " + line + (line.isEmpty() ? "''" : "") + ")\n"
                + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_apogee\necho \"${COMPREPLY[*]}\"");
    }

    private String bash(String commands) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "--norc", "-c", script + PROGRAM + commands)
                .redirectErrorStream(true)
                .start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(printed).isZero();
        return printed.strip();
    }
}
