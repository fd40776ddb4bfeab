package org.apogeemq.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The log of one process: a file of bounded size, and the console. */
public final class Logs implements AutoCloseable {
    private static final FileSize FILE_BYTES_MAX = FileSize.valueOf("32MB");
    private static final int OLD_FILES = 4;

    private final LoggerContext context;

    private Logs(LoggerContext context) {
        this.context = context;
    }

    /** How much goes to the console. */
    public enum Console {
        WARNINGS(Level.WARN),
        ALL(Level.INFO);

        private final Level level;

        Console(Level level) {
            this.level = level;
        }
    }

    /**
     * From now on writes lines of level INFO and above to {@code name.log} in {@code folder}, which exists; four
     * older files of at most 32 MB each are kept beside it. No other process may write to the same file.
     */
    public static Logs start(Path folder, String name, Console console) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console(context, console.level));
        root.addAppender(file(context, folder, name));
        return new Logs(context);
    }

    static Appender<ILoggingEvent> console(LoggerContext context, Level level) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("console");
        appender.setTarget("System.err"); // standard output is for what a command was asked to print
        appender.setEncoder(encoder(context));
        var threshold = new ThresholdFilter();
        threshold.setContext(context);
        threshold.setLevel(level.toString());
        threshold.start();
        appender.addFilter(threshold);
        appender.start();
        return appender;
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Path folder, String name) {
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("file");
        appender.setFile(folder.resolve(name + ".log").toString());
        appender.setEncoder(encoder(context));

        var naming = new FixedWindowRollingPolicy();
        naming.setContext(context);
        naming.setParent(appender);
        naming.setFileNamePattern(folder.resolve(name + ".%i.log").toString());
        naming.setMinIndex(1);
        naming.setMaxIndex(OLD_FILES);
        naming.start();

        var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        size.setContext(context);
        size.setMaxFileSize(FILE_BYTES_MAX);
        size.start();

        appender.setRollingPolicy(naming);
        appender.setTriggeringPolicy(size);
        appender.start();
        return appender;
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context) {
        var layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    /** Writes what is waiting and closes the file. */
    @Override
    public void close() {
        context.stop();
    }
}
