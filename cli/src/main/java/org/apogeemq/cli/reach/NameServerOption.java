package org.apogeemq.cli.reach;

import java.util.Arrays;
import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;

/** The option that says where the queue is; the same for every command that uses one. */
public final class NameServerOption {
    private static final String NAME = "--nameserver";

    private NameServerOption() {}

    /** Adds the option to a command's grammar. */
    public static Grammar in(Grammar grammar) {
        return grammar.option(
                "-n",
                NAME,
                "HOST:PORT",
                "Name server to ask; several separated by ';'. Default: environment NAMESRV_ADDR,"
                        + " else 127.0.0.1:9876");
    }

    /**
     * The addresses, in the order given.
     *
     * @param without what is used if the option is not given
     */
    public static List<String> addresses(Arguments arguments, String without) {
        List<String> list = Arrays.stream(arguments.text(NAME).orElse(without).split(";"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        for (String address : list) {
            int colon = address.lastIndexOf(':');
            if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new WrongUseException(
                        "name server is '" + address + "', must be host:port, such as 127.0.0.1:9876");
            }
        }
        if (list.isEmpty()) {
            throw new WrongUseException("no name server is given, must be host:port, such as 127.0.0.1:9876");
        }
        return list;
    }
}
