package org.apogeemq.server.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.store.check.CheckReport;
import org.apogeemq.store.check.CheckReport.Stop;
import org.apogeemq.store.check.Finding;

/** The report of a check as text and as JSON. */
final class CheckText {
    private CheckText() {}

    static void print(CheckReport report, PrintWriter out) {
        CheckReport.Log log = report.log();
        CheckReport.Queues queues = report.queues();
        String maker = report.maker() == CheckReport.Maker.APOGEE ? "Apogee" : "Apache";
        String stopped = report.stopped() == Stop.CLEANLY ? "stopped cleanly" : "not stopped cleanly";
        out.println("store     " + report.root() + ", last written by " + maker + ", " + stopped);
        out.println(line(
                "log       %,d files, %,d bytes, log offsets %d..%d",
                log.segments(), log.bytes(), log.from(), log.to()));
        String voids = log.voids() == 0 ? "" : line(", %,d of them void since damage was healed", log.voids());
        out.println(line("records   %,d", log.records()) + voids);
        String pending = queues.pending() == 0
                ? ""
                : line(", %,d entries not in queue files yet: opening adds them", queues.pending());
        out.println(line("queues    %,d, %,d entries compared", queues.queues(), queues.entries()) + pending);
        if (report.isSound()) {
            out.println("sound");
            return;
        }
        out.println(line("damage    %,d found", report.findingCount()));
        for (Finding finding : report.findings()) {
            out.println(line(
                    "  %s at %d, %d bytes: %s; %s",
                    finding.file(), finding.position(), finding.length(), finding.reason(), finding.outcome()));
        }
        if (report.findings().size() < report.findingCount()) {
            out.println(line(
                    "  and %,d more", report.findingCount() - report.findings().size()));
        }
    }

    static String json(CheckReport report) {
        CheckReport.Log log = report.log();
        CheckReport.Queues queues = report.queues();
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("folder", report.root().toString())
                .field("lastWrittenBy", report.maker().name().toLowerCase(Locale.ROOT))
                .field("stoppedCleanly", report.stopped() == Stop.CLEANLY)
                .field("segments", log.segments())
                .field("bytes", log.bytes())
                .field("logFrom", log.from())
                .field("logTo", log.to())
                .field("records", log.records())
                .field("voidRecords", log.voids())
                .field("queues", queues.queues())
                .field("queueEntries", queues.entries())
                .field("pendingQueueEntries", queues.pending())
                .field("sound", report.isSound())
                .field("damageCount", report.findingCount())
                .name("damage")
                .beginArray();
        for (Finding finding : report.findings()) {
            json.beginObject()
                    .field("file", finding.file().toString())
                    .field("position", finding.position())
                    .field("length", finding.length())
                    .field("reason", finding.reason())
                    .field("outcome", finding.outcome())
                    .endObject();
        }
        return json.endArray().endObject().toString();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
