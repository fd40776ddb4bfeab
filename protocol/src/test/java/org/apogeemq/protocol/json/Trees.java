package org.apogeemq.protocol.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apogeemq.protocol.Randomized;

/** Random JSON trees, written and compared. */
final class Trees {
    private Trees() {}

    /** Writes a random value and returns what reading it must give, as {@link #plain} shows it. */
    static Object write(Random random, JsonWriter writer, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0:
                String text = Randomized.text(random, 20);
                writer.value(text);
                return text;
            case 1:
                long whole = random.nextBoolean() ? random.nextLong() : random.nextInt(10);
                writer.value(whole);
                return whole;
            case 2:
                double number = Double.longBitsToDouble(random.nextLong());
                writer.value(number);
                return Double.isFinite(number) ? number : 0.0;
            case 3:
                writer.value((String) null);
                return null;
            case 4:
                boolean bool = random.nextBoolean();
                writer.value(bool);
                return bool;
            case 5:
                return array(random, writer, depth);
            default:
                return object(random, writer, depth);
        }
    }

    /** A tree as lists alone, so that it can be compared. */
    static Object plain(Object value) {
        if (value instanceof JsonObject object) {
            List<Object> plain = new ArrayList<>();
            object.members().forEach((key, member) -> plain.add(List.of(key, shown(member))));
            object.keyed().forEach(member -> plain.add(List.of(plain(member.key()), shown(member.value()))));
            return plain;
        }
        if (value instanceof List<?> array) {
            return array.stream().map(Trees::shown).toList();
        }
        return value;
    }

    private static Object shown(Object value) {
        return value == null ? "null" : plain(value);
    }

    private static Object array(Random random, JsonWriter writer, int depth) {
        List<Object> array = new ArrayList<>();
        writer.beginArray();
        for (int i = random.nextInt(5); i > 0; i--) {
            array.add(shown(write(random, writer, depth - 1)));
        }
        writer.endArray();
        return array;
    }

    private static Object object(Random random, JsonWriter writer, int depth) {
        List<Object> object = new ArrayList<>();
        writer.beginObject();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = Randomized.text(random, 8) + i;
            writer.name(name);
            object.add(List.of(name, shown(write(random, writer, depth - 1))));
        }
        for (int i = random.nextInt(8) - 5; i > 0; i--) {
            Object key = object(random, writer, depth - 1);
            writer.asKey();
            object.add(List.of(key, shown(write(random, writer, depth - 1))));
        }
        writer.endObject();
        return object;
    }
}
