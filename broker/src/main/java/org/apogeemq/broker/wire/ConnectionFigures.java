package org.apogeemq.broker.wire;

import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.remoting.Malformation;
import org.apogeemq.remoting.RemotingMetrics;

/** The figures of a server's connections by name, as administrators see them among those of the broker. */
public final class ConnectionFigures {
    private ConnectionFigures() {}

    /** The figures of this moment; counts are since start. */
    public static Map<String, String> of(RemotingMetrics metrics) {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("connectionsOpen", metrics.connectionsOpen());
        figures.put("connectionsAccepted", metrics.connectionsAccepted());
        figures.put("connectionsRefused", metrics.connectionsRefused());
        figures.put("connectionsClosedIdle", metrics.idleClosed());
        figures.put("connectionsClosedSlowReader", metrics.slowReadersClosed());
        figures.put("requestsFailed", metrics.handlerFailures());
        figures.put("framesIn", metrics.framesIn());
        figures.put("framesOut", metrics.framesOut());
        figures.put("bytesIn", metrics.bytesIn());
        figures.put("bytesOut", metrics.bytesOut());
        for (Malformation reason : Malformation.values()) {
            figures.put("framesMalformed_" + reason, metrics.malformed(reason));
        }
        Map<String, String> texts = new TreeMap<>();
        figures.forEach((name, count) -> texts.put(name, Long.toString(count)));
        return texts;
    }
}
