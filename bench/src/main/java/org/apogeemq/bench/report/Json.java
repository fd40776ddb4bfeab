package org.apogeemq.bench.report;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The figures as JSON, for comparisons between runs: every round's number, not only the medians. */
public final class Json {
    private Json() {}

    /**
     * One JSON object with the members {@code run} and {@code figures}.
     *
     * @param run what was run and where; values are written as strings
     */
    public static String of(Map<String, String> run, Figures figures) {
        StringBuilder out = new StringBuilder("{\n  \"run\": {");
        for (Iterator<Map.Entry<String, String>> it = run.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<String, String> entry = it.next();
            out.append("\n    ").append(quoted(entry.getKey())).append(": ").append(quoted(entry.getValue()));
            out.append(it.hasNext() ? "," : "");
        }
        out.append("\n  },\n  \"figures\": [");
        String between = "";
        for (Metric metric : figures.metrics()) {
            for (String peer : figures.peers()) {
                List<Double> values = figures.of(peer, metric);
                if (!values.isEmpty()) {
                    out.append(between).append("\n    ").append(figure(peer, metric, values));
                    between = ",";
                }
            }
        }
        return out.append("\n  ]\n}\n").toString();
    }

    private static String figure(String peer, Metric metric, List<Double> values) {
        Spread spread = Spread.of(values);
        return "{\"peer\": %s, \"scenario\": %s, \"metric\": %s, \"unit\": %s, \"min\": %s, \"median\": %s, \"max\": %s, \"values\": %s}"
                .formatted(
                        quoted(peer),
                        quoted(metric.scenario()),
                        quoted(metric.name()),
                        quoted(metric.unit()),
                        spread.min(),
                        spread.median(),
                        spread.max(),
                        values);
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
