package org.apogeemq.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures as text in columns: median and, of several rounds, {@code (least .. greatest)}. */
public final class Table {
    private static final int NAME_WIDTH = 34;
    private static final int VALUE_WIDTH = 32;
    private static final int RATIO_WIDTH = 24;

    private Table() {}

    /** Lays out the table. Each line ends with a line feed. */
    public static String of(Figures figures) {
        StringBuilder head = new StringBuilder(pad("", NAME_WIDTH));
        figures.peers().forEach(peer -> head.append(pad(peer, VALUE_WIDTH)));
        others(figures).forEach(other -> head.append(pad("/ " + other, RATIO_WIDTH)));
        StringBuilder out = new StringBuilder(head.toString().stripTrailing()).append('\n');
        String scenario = "";
        for (Metric metric : figures.metrics()) {
            if (!metric.scenario().equals(scenario)) {
                scenario = metric.scenario();
                out.append(scenario).append('\n');
            }
            out.append(line(figures, metric).stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static String line(Figures figures, Metric metric) {
        String name = pad("  " + metric.name() + " [" + metric.unit() + "]", NAME_WIDTH);
        String values = figures.peers().stream()
                .map(peer -> pad(cell(figures.of(peer, metric)), VALUE_WIDTH))
                .collect(Collectors.joining());
        String ratios = others(figures).stream()
                .map(other ->
                        pad(figures.ratio(metric, other).map(Table::number).orElse(""), RATIO_WIDTH))
                .collect(Collectors.joining());
        return name + values + ratios;
    }

    /** The peers the first one is compared with. */
    private static List<String> others(Figures figures) {
        return figures.peers().subList(1, figures.peers().size());
    }

    private static String cell(List<Double> values) {
        if (values.isEmpty()) {
            return "-";
        }
        Spread spread = Spread.of(values);
        String median = number(spread.median());
        return values.size() == 1
                ? median
                : "%s (%s .. %s)".formatted(median, number(spread.min()), number(spread.max()));
    }

    static String number(double value) {
        double size = Math.abs(value);
        int decimals = value == Math.rint(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }
}
