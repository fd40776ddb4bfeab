package org.apogeemq.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * How things of one kind are shown: as rows of a table, as a list of facts, and as JSON, whose names are fixed. Filled
 * once; a value that is null is not known.
 */
public final class Listing<T> {
    private static final int FACTS_GAP = 2;

    private enum Kind {
        TEXT,
        NAME,
        WHOLE,
        DECIMAL,
        TIME,
        DURATION,
        YES_NO,
        LIST,
        MAP
    }

    private record Column<T>(String title, String field, Kind kind, boolean spare, Function<T, ?> value) {
        boolean isShown() {
            return title != null;
        }

        boolean isWritten() {
            return field != null;
        }

        Table.Column layout() {
            boolean right = kind == Kind.WHOLE || kind == Kind.DECIMAL || kind == Kind.DURATION;
            boolean shrinks = kind == Kind.NAME || kind == Kind.LIST || kind == Kind.MAP;
            return new Table.Column(title, right, shrinks, spare);
        }
    }

    private final List<Column<T>> columns = new ArrayList<>();

    /** Text that is short and not cut. Without a title: only in JSON; without a field: only for people. */
    public Listing<T> text(String title, String field, Function<T, String> value) {
        return add(title, field, Kind.TEXT, value);
    }

    /** Text that may be cut to fit. */
    public Listing<T> name(String title, String field, Function<T, String> value) {
        return add(title, field, Kind.NAME, value);
    }

    /** A whole number. */
    public Listing<T> whole(String title, String field, Function<T, ? extends Number> value) {
        return add(title, field, Kind.WHOLE, value);
    }

    /** A number. */
    public Listing<T> decimal(String title, String field, Function<T, Double> value) {
        return add(title, field, Kind.DECIMAL, value);
    }

    /** A time in ms; 0 or less is none. */
    public Listing<T> time(String title, String field, Function<T, Long> value) {
        return add(title, field, Kind.TIME, value);
    }

    /** A duration in ms. */
    public Listing<T> duration(String title, String field, Function<T, Long> value) {
        return add(title, field, Kind.DURATION, value);
    }

    /** True or false. */
    public Listing<T> yesNo(String title, String field, Function<T, Boolean> value) {
        return add(title, field, Kind.YES_NO, value);
    }

    /** Several texts. */
    public Listing<T> list(String title, String field, Function<T, ? extends List<String>> value) {
        return add(title, field, Kind.LIST, value);
    }

    /** Texts by name. */
    public Listing<T> map(String title, String field, Function<T, Map<String, String>> value) {
        return add(title, field, Kind.MAP, value);
    }

    /** The column added last goes when there is no room. */
    public Listing<T> spare() {
        Column<T> last = columns.removeLast();
        columns.add(new Column<>(last.title, last.field, last.kind, true, last.value));
        return this;
    }

    private Listing<T> add(String title, String field, Kind kind, Function<T, ?> value) {
        columns.add(new Column<>(title, field, kind, false, value));
        return this;
    }

    /** The lines of a table that is as wide as {@code room}, titles first. */
    public List<String> lines(List<T> rows, int room) {
        List<Column<T>> shown = columns.stream().filter(Column::isShown).toList();
        List<String[]> cells = new ArrayList<>();
        for (T row : rows) {
            cells.add(shown.stream().map(column -> cell(column, row)).toArray(String[]::new));
        }
        return Table.lines(shown.stream().map(Column::layout).toList(), cells, room);
    }

    /** Prints a table. */
    public void print(List<T> rows, Console console) {
        lines(rows, console.window().columns()).forEach(console.out()::println);
        console.out().flush();
    }

    /** Prints one thing, a line a fact. */
    public void facts(T one, Console console) {
        List<Column<T>> shown = columns.stream().filter(Column::isShown).toList();
        int titles =
                shown.stream().mapToInt(column -> column.title.length()).max().orElse(0) + FACTS_GAP;
        for (Column<T> column : shown) {
            if (column.value.apply(one) != null) {
                String line = column.title + " ".repeat(titles - column.title.length()) + cell(column, one);
                console.out().println(Cells.fit(line, console.window().columns()));
            }
        }
    }

    /** Writes all rows as an array of objects. */
    public JsonWriter array(List<T> rows, JsonWriter json) {
        json.beginArray();
        rows.forEach(row -> members(row, json.beginObject()).endObject());
        return json.endArray();
    }

    /** Writes the members of one thing into the object that is open. */
    public JsonWriter members(T one, JsonWriter json) {
        for (Column<T> column : columns.stream().filter(Column::isWritten).toList()) {
            member(json.name(column.field), column.kind, column.value.apply(one));
        }
        return json;
    }

    private String cell(Column<T> column, T row) {
        Object value = column.value.apply(row);
        String text = value == null
                ? ""
                : switch (column.kind) {
                    case TEXT, NAME -> value.toString();
                    case WHOLE -> Shown.whole(((Number) value).longValue());
                    case DECIMAL -> Shown.decimal((Double) value);
                    case TIME -> Shown.time((Long) value);
                    case DURATION -> Shown.duration((Long) value);
                    case YES_NO -> (Boolean) value ? "yes" : "no";
                    case LIST -> joined((List<?>) value);
                    case MAP ->
                        joined(((Map<?, ?>) value)
                                .entrySet().stream()
                                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                                        .toList());
                };
        return text.isEmpty() ? Shown.NOTHING : Cells.plain(text);
    }

    private static String joined(List<?> values) {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }

    private static void member(JsonWriter json, Kind kind, Object value) {
        if (value == null || kind == Kind.TIME && (Long) value <= 0) {
            json.value((String) null);
            return;
        }
        switch (kind) {
            case TEXT, NAME -> json.value(value.toString());
            case WHOLE, TIME, DURATION -> json.value(((Number) value).longValue());
            case DECIMAL -> json.value(((Double) value).doubleValue());
            case YES_NO -> json.value(((Boolean) value).booleanValue());
            case LIST -> {
                json.beginArray();
                ((List<?>) value).forEach(text -> json.value(String.valueOf(text)));
                json.endArray();
            }
            case MAP -> {
                json.beginObject();
                ((Map<?, ?>) value).forEach((name, text) -> json.field(String.valueOf(name), String.valueOf(text)));
                json.endObject();
            }
        }
    }
}
