package org.apogeemq.cli.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.Listing;
import org.apogeemq.cli.screen.Progress;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.PropertyNames;

/** {@code apogee message dead list}: shows the dead letters of a group. */
public final class DeadListCommand implements Command {
    private static final String GROUP = "GROUP";
    private static final String MAX = "--max";
    private static final String UNSENT = "--unsent";
    private static final int MAX_DEFAULT = 100;
    private static final int MAX_MOST = 1_000_000;

    private final String nameServers;

    /** A dead letter, and whether it was sent again to its origin. */
    record Row(DeadLetter letter, boolean wasSent) {}

    /** @param nameServers used if none is named */
    public DeadListCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("message dead list", "Shows the dead letters of a group: what it has failed on too often.")
                .argument(GROUP, "Group whose dead letters are shown.")
                .flag(UNSENT, "Only those that were not sent again to their origin.")
                .with(MessageFilter::in)
                .option(MAX, "N", "End after N letters. Default: " + MAX_DEFAULT)
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    The oldest stand first. RESENT says whether message dead resend has sent it to its origin.

                    Times: %s.

                    Exit code: 0 shown, 1 if the queue is not reached, 2 wrong use.
                    """.formatted(Shown.TIMES));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String group = arguments.text(GROUP).orElseThrow();
        int max = Values.whole(arguments, MAX, MAX_DEFAULT, 1, MAX_MOST);
        try (var session = new Session()) {
            MessageFilter filter = MessageFilter.of(arguments, session.time().wallMillis());
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            var letters = new DeadLetters(remote, new MessageSearch(remote, remote.masters()), group);
            TopicScan scan = letters.scan(filter.since(), Map.of());
            List<Row> rows = new ArrayList<>();
            if (scan != null) {
                var progress = new Progress(console, "letters read", scan.total());
                read(
                        letters,
                        scan,
                        max,
                        rows,
                        progress,
                        row -> filter.passes(row.letter().found()) && !(row.wasSent() && arguments.has(UNSENT)));
                progress.end();
            }
            if (JsonOption.wanted(arguments)) {
                JsonOption.print(listing().array(rows, new JsonWriter()), console);
            } else if (rows.isEmpty()) {
                console.err().println("group " + group + " has no such dead letters");
            } else {
                listing().print(rows, console);
            }
            return 0;
        }
    }

    private static void read(
            DeadLetters letters, TopicScan scan, int max, List<Row> rows, Progress progress, Predicate<Row> wanted) {
        long read = 0;
        List<DeadLetter> batch = DeadLetters.batch(scan);
        while (!batch.isEmpty() && rows.size() < max) {
            boolean[] sent = letters.wereSent(
                    batch, batch.stream().map(DeadLetter::originTopic).toList());
            for (int i = 0; i < sent.length && rows.size() < max; i++) {
                var row = new Row(batch.get(i), sent[i]);
                if (wanted.test(row)) {
                    rows.add(row);
                }
            }
            read += batch.size();
            progress.at(read);
            batch = DeadLetters.batch(scan);
        }
    }

    private static Listing<Row> listing() {
        var listing = new Listing<Row>()
                .time("DIED", null, row -> row.letter().found().message().storeTimestamp())
                .text("PLACE", null, row -> row.letter().found().place())
                .name("ORIGIN", "originTopic", row -> row.letter().originTopic())
                .text("ID", null, row -> row.letter().found().id())
                .spare()
                .name("TAGS", null, row -> row.letter().found().property(PropertyNames.TAGS))
                .name("KEYS", null, row -> row.letter().found().property(PropertyNames.KEYS))
                .yesNo("RESENT", "resent", Row::wasSent)
                .name("BODY", null, row -> row.letter().found().bodyBegin())
                .text(null, "originId", row -> row.letter().originId())
                .text(null, "reason", row -> row.letter().reason());
        return Found.inJson(listing, row -> row.letter().found());
    }
}
