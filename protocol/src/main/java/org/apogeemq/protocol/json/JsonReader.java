package org.apogeemq.protocol.json;

import java.util.ArrayList;
import java.util.List;

/**
 * One pass over one text. A container is hung into its parent before it is filled, so that a reference
 * finds whatever was written before it; what is still being filled may not be referred to, hence a tree
 * never has a loop.
 */
@SuppressWarnings("ReferenceEquality") // containers are compared as things, not by what they hold
final class JsonReader {
    private final JsonTokens tokens;
    private final JsonLimits limits;
    private final Object[] open;
    private Object root;
    private int depth;
    private int values;

    JsonReader(byte[] text, JsonLimits limits) {
        tokens = new JsonTokens(text);
        this.limits = limits;
        open = new Object[limits.depthMax() + 1];
    }

    Object read() {
        tokens.skipBom();
        root = begin();
        root = fill(root);
        if (tokens.peek() != JsonTokens.END) {
            throw tokens.bad("unexpected " + tokens.shown() + " behind the value");
        }
        return root;
    }

    /** The next value, if it is a scalar, or an empty container to be filled. */
    private Object begin() {
        count();
        int c = tokens.peek();
        if (c == '{') {
            return new JsonObject();
        }
        if (c == '[') {
            return new ArrayList<Object>(4);
        }
        if (c == '"' || c == '\'') {
            return tokens.string();
        }
        return tokens.literal();
    }

    /** Reads the inside of a container; a reference becomes what it refers to. */
    @SuppressWarnings("unchecked") // lists come from begin()
    private Object fill(Object value) {
        if (value instanceof JsonObject object) {
            enter(object);
            fillObject(object);
            String path = JsonReference.path(object);
            Object filled = path == null ? object : resolved(path);
            open[--depth] = null;
            return filled;
        }
        if (value instanceof List<?> array) {
            enter(array);
            fillArray((List<Object>) array);
            open[--depth] = null;
        }
        return value;
    }

    private void enter(Object container) {
        if (depth == limits.depthMax()) {
            throw tokens.bad("more than " + limits.depthMax() + " objects and arrays inside one another");
        }
        open[depth++] = container;
        tokens.next();
    }

    private void fillObject(JsonObject object) {
        while (true) {
            int c = tokens.peek();
            if (c == ',') {
                tokens.next();
            } else if (c == '}') {
                tokens.next();
                return;
            } else if (c == '{') {
                fillKeyed(object);
            } else {
                String name = c == '"' || c == '\'' ? tokens.string() : tokens.bareKey();
                tokens.expect(':');
                Object value = begin();
                object.put(name, value);
                Object filled = fill(value);
                if (filled != value) {
                    object.put(name, filled);
                }
                expectEnd('}');
            }
        }
    }

    private void fillKeyed(JsonObject object) {
        if (!(fill(begin()) instanceof JsonObject key)) {
            throw tokens.bad("the reference used as a key is not to an object");
        }
        tokens.expect(':');
        object.putKeyed(key, fill(begin()));
        expectEnd('}');
    }

    private void fillArray(List<Object> array) {
        while (true) {
            int c = tokens.peek();
            if (c == ',') {
                tokens.next();
            } else if (c == ']') {
                tokens.next();
                return;
            } else {
                int index = array.size();
                Object value = begin();
                array.add(value);
                array.set(index, fill(value));
                expectEnd(']');
            }
        }
    }

    private void expectEnd(char end) {
        int c = tokens.peek();
        if (c != ',' && c != end) {
            throw tokens.bad("expected , or " + end + " but found " + tokens.shown());
        }
    }

    private Object resolved(String path) {
        Object target = JsonReference.find(root, path);
        if (target == null) {
            throw tokens.bad("reference to " + path + " finds nothing before it");
        }
        for (int i = 0; i < depth; i++) {
            if (open[i] == target) {
                throw tokens.bad("reference to " + path + " makes a loop");
            }
        }
        countAll(target, depth - 1);
        return target;
    }

    /** Counts what a reference stands for, so that few bytes cannot stand for very much. */
    private void countAll(Object value, int at) {
        count();
        if (at > limits.depthMax()) {
            throw tokens.bad(
                    "references make more than " + limits.depthMax() + " objects and arrays inside one another");
        }
        if (value instanceof JsonObject object) {
            for (Object member : object.members().values()) {
                countAll(member, at + 1);
            }
            for (JsonObject.Keyed member : object.keyed()) {
                countAll(member.key(), at + 1);
                countAll(member.value(), at + 1);
            }
        } else if (value instanceof List<?> array) {
            for (Object element : array) {
                countAll(element, at + 1);
            }
        }
    }

    private void count() {
        if (++values > limits.valuesMax()) {
            throw tokens.bad("more than " + limits.valuesMax() + " values");
        }
    }
}
