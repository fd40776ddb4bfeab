package org.apogeemq.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apogeemq.server.settings.Setting.Part;
import org.apogeemq.server.settings.ValueKind.Amount;
import org.apogeemq.server.settings.ValueKind.Flag;
import org.apogeemq.server.settings.ValueKind.HoursOfDay;
import org.apogeemq.server.settings.ValueKind.Millis;
import org.apogeemq.server.settings.ValueKind.Whole;

/** The keys that say what a broker's store deletes, and when. */
public final class RetentionKeys {
    public static final Setting<Integer> RESERVED_HOURS = Setting.of(
                    Part.BROKER,
                    "fileReservedTime",
                    new Whole(0, 1_000_000),
                    "72",
                    "Hours for which messages are kept at least, unless the disk gets full.")
            .changing();

    public static final Setting<Set<Integer>> DELETE_HOURS = Setting.of(
                    Part.BROKER,
                    "deleteWhen",
                    new HoursOfDay(),
                    "04",
                    "In these hours messages older than fileReservedTime are deleted, a file of the log at a time.")
            .changing();

    public static final Setting<Integer> CLEAN_PERCENT = Setting.of(
                    Part.BROKER,
                    "diskMaxUsedSpaceRatio",
                    new Whole(10, 95),
                    "75",
                    "Above this percentage of the disk what is older than fileReservedTime is deleted at any hour.")
            .changing();

    public static final Setting<Integer> FORCE_PERCENT = Setting.of(
                    Part.BROKER,
                    "diskSpaceCleanForciblyRatio",
                    new Whole(30, 85),
                    "85",
                    "Above this percentage of the disk the oldest messages are deleted, however young they are.")
            .changing();

    public static final Setting<Integer> REFUSE_PERCENT = Setting.of(
                    Part.BROKER,
                    "diskSpaceWarningLevelRatio",
                    new Whole(35, 90),
                    "90",
                    "Above this percentage of the disk messages are refused until it is back at"
                            + " diskSpaceCleanForciblyRatio.")
            .changing();

    public static final Setting<Boolean> FORCED = Setting.of(
                    Part.BROKER,
                    "cleanFileForciblyEnable",
                    new Flag(),
                    "true",
                    "false: messages younger than fileReservedTime are kept even when the disk gets full.")
            .changing();

    public static final Setting<Long> BYTES = Setting.of(
                    Part.BROKER,
                    "maxStoreSize",
                    new Amount(0, Long.MAX_VALUE, "bytes"),
                    "0",
                    "A key of Apogee's own. A log longer than this loses its oldest files, however young. 0: no limit.")
            .changing();

    public static final Setting<Integer> BATCH = Setting.of(
                    Part.BROKER,
                    "deleteFileBatchMax",
                    new Whole(1, 100_000),
                    "10",
                    "Files of the log deleted in one round.")
            .changing();

    public static final Setting<Duration> INTERVAL = Setting.of(
            Part.BROKER,
            "cleanResourceInterval",
            new Millis(1, 86_400_000),
            "10000",
            "How often the disk is looked at and old messages are deleted.");

    private RetentionKeys() {}

    static List<Setting<?>> all() {
        return List.of(
                RESERVED_HOURS,
                DELETE_HOURS,
                CLEAN_PERCENT,
                FORCE_PERCENT,
                REFUSE_PERCENT,
                FORCED,
                BYTES,
                BATCH,
                INTERVAL);
    }
}
