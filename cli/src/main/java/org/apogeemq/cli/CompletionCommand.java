package org.apogeemq.cli;

import java.util.List;
import java.util.function.Supplier;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.BashCompletion;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;

/** {@code apogee completion}: prints a script by which a shell completes command lines. */
public final class CompletionCommand implements Command {
    private static final String SHELL = "bash";

    private final Supplier<List<Grammar>> commands;

    /** @param commands the grammars of all commands of the program */
    public CompletionCommand(Supplier<List<Grammar>> commands) {
        this.commands = commands;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("completion", "Prints a script by which bash completes commands, options, topics, groups.")
                .argument(SHELL, "The shell; there is one for bash.")
                .more("""
                    For this shell:           source <(bin/apogee completion bash)
                    For all that come later, into the folder where bash looks for it:
                      bin/apogee completion bash > ~/.local/share/bash-completion/completions/apogee

                    Names of topics and groups are asked of the name server in -n, NAMESRV_ADDR, or on this machine.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        Values.oneOf(arguments, SHELL, List.of(SHELL));
        console.out().print(BashCompletion.script(commands.get()));
        console.out().flush();
        return 0;
    }
}
