package org.apogeemq.server.command;

import java.nio.file.Path;
import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.server.settings.SettingsFile;
import org.apogeemq.server.settings.SettingsTable;

/** The options of every command that runs a server. */
final class ServerOptions {
    static final String HOST = "--host";
    static final String BROKER_PORT = "--broker-port";

    private static final String DATA = "--data";
    private static final String CONFIG = "--config";
    private static final String SET = "--set";
    private static final String VERBOSE = "--verbose";

    private final Arguments arguments;

    ServerOptions(Arguments arguments) {
        this.arguments = arguments;
    }

    static Grammar in(Grammar grammar) {
        return inSettings(grammar.option(
                        DATA,
                        "DIR",
                        "Folder for all that is kept: messages, settings, logs. Made if absent. Default: ./data"))
                .flag(VERBOSE, "Print the whole log to the console, not only warnings.");
    }

    /** What says how a store is laid out. */
    static Grammar inSettings(Grammar grammar) {
        return grammar.option("-c", CONFIG, "FILE", "Settings, lines of key=value, with Apache's names of the keys.")
                .option(
                        SET,
                        "KEY=VALUE",
                        "One setting, stronger than the file; may be repeated. 'bin/apogee config'"
                                + " lists the keys.");
    }

    Path data() {
        String folder = arguments.text(DATA).orElse("data");
        if (folder.isBlank()) {
            throw new WrongUseException(DATA + " is empty, must be a folder");
        }
        return Path.of(folder);
    }

    boolean verbose() {
        return arguments.has(VERBOSE);
    }

    /** The file's settings, then those given one by one; options of a command come on top. */
    Settings.Builder read(List<Setting.Part> parts) {
        var builder = new Settings.Builder(SettingsTable.create(), parts);
        arguments.text(CONFIG).ifPresent(file -> SettingsFile.read(Path.of(file), builder));
        for (String line : arguments.all(SET)) {
            SettingsFile.set(line, SET, builder);
        }
        return builder;
    }

    /** Sets {@code key} to the value of an option of its own, if that is given. */
    void put(String option, Setting<?> key, Settings.Builder settings) {
        arguments.text(option).ifPresent(text -> settings.set(key, text, option));
    }
}
