package org.apogeemq.server.command;

import java.nio.file.Path;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.store.check.CannotCheckException;
import org.apogeemq.store.check.CheckReport;
import org.apogeemq.store.check.StoreCheck;
import org.apogeemq.store.disk.RealDisk;

/** {@code apogee store check}: verifies a stopped store and changes nothing. */
final class StoreCheckCommand implements Command {
    private static final int SOUND = 0;
    private static final int DAMAGED = 1;
    private static final int NOT_CHECKED = 2;

    private static final String DIR = "DIR";
    private static final String COMMIT_LOG = "--commitlog";
    private static final String JSON = "--json";

    @Override
    public Grammar grammar() {
        return new Grammar("store check", """
            Verifies a stopped store, Apogee's or Apache's, without changing a byte.
            Reads every record, compares it with its queue and queue entry, and looks at checkpoint, snapshots,
            key index and settings. Says of each damage where it is and what opening the store would do about it.\
            """)
                .argument(DIR, "The data folder.")
                .option(COMMIT_LOG, "DIR", "The folder of the log, if it is not DIR/commitlog.")
                .flag(JSON, "Print the report as JSON.")
                .more("""
                    Examples:
                      bin/apogee store check data/store
                      bin/apogee store check /backup/store --json

                    Exit code: 0 sound, 1 damaged, 2 not checked: no store, in use, unreadable, or wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        Path root = Path.of(arguments.text(DIR).orElseThrow());
        Path commitLog = arguments.text(COMMIT_LOG).map(Path::of).orElse(root.resolve("commitlog"));
        CheckBar bar = new CheckBar(console);
        CheckReport report;
        try {
            report = new StoreCheck(new RealDisk(), root, commitLog).run(bar);
        } catch (CannotCheckException e) {
            bar.end();
            console.err().println("apogee: " + e.getMessage());
            return NOT_CHECKED;
        }
        bar.end();
        if (arguments.has(JSON)) {
            console.out().println(CheckText.json(report));
        } else {
            CheckText.print(report, console.out());
        }
        console.out().flush();
        return report.isSound() ? SOUND : DAMAGED;
    }
}
