package org.apogeemq.protocol.header;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns extension fields into the header records of this package and back. What a record looks like is
 * found out once a class. Hot requests do not come here: their fields are read where they lie.
 */
public final class HeaderCodec {
    private static final int SHOWN_CHARS_MAX = 80;

    private static final ClassValue<Layout> LAYOUTS = new ClassValue<>() {
        @Override
        protected Layout computeValue(Class<?> type) {
            return Layout.of(type);
        }
    };

    private HeaderCodec() {}

    /**
     * Reads a header; fields it does not know are ignored.
     *
     * @param ext the extension fields, or {@code null} for none
     * @throws BadHeaderException if a required field is missing, or the text of one does not fit its type
     */
    public static <T extends Record> T decode(Class<T> type, Map<String, String> ext) {
        Layout layout = LAYOUTS.get(type);
        Field[] fields = layout.fields;
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].read(ext == null ? null : ext.get(fields[i].name));
        }
        return type.cast(layout.create(values));
    }

    /** Writes a header; fields that are {@code null} are left out. The map is the caller's. */
    public static Map<String, String> encode(Record header) {
        Layout layout = LAYOUTS.get(header.getClass());
        Map<String, String> ext = new LinkedHashMap<>(layout.fields.length * 2);
        for (Field field : layout.fields) {
            Object value = field.valueIn(header);
            if (value != null) {
                ext.put(field.name, value.toString());
            }
        }
        return ext;
    }

    /** The fields of one record class in the order of its components. */
    private static final class Layout {
        private final Field[] fields;
        private final MethodHandle constructor;

        private Layout(Field[] fields, MethodHandle constructor) {
            this.fields = fields;
            this.constructor = constructor;
        }

        static Layout of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            if (components == null) {
                throw new IllegalArgumentException(type.getName() + " is not a record");
            }
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Field[] fields = new Field[components.length];
            Class<?>[] types = new Class<?>[components.length];
            try {
                for (int i = 0; i < components.length; i++) {
                    fields[i] = Field.of(components[i], lookup);
                    types[i] = components[i].getType();
                }
                MethodHandle constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                        .asSpreader(Object[].class, types.length)
                        .asType(MethodType.methodType(Object.class, Object[].class));
                return new Layout(fields, constructor);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(type.getName() + " must be public to be a header", e);
            }
        }

        Object create(Object[] values) {
            try {
                return constructor.invokeExact(values);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("a header's constructor may not throw checked exceptions", e);
            }
        }
    }

    /** One component: its name on the wire, its type and whether it must be there. */
    private static final class Field {
        private final String name;
        private final FieldType type;
        private final boolean required;
        private final MethodHandle accessor;

        private Field(String name, FieldType type, boolean required, MethodHandle accessor) {
            this.name = name;
            this.type = type;
            this.required = required;
            this.accessor = accessor;
        }

        static Field of(RecordComponent component, MethodHandles.Lookup lookup) throws IllegalAccessException {
            Wire wire = component.getAnnotation(Wire.class);
            boolean required = component.getType().isPrimitive() || component.isAnnotationPresent(Required.class);
            MethodHandle accessor =
                    lookup.unreflect(component.getAccessor()).asType(MethodType.methodType(Object.class, Record.class));
            return new Field(
                    wire == null ? component.getName() : wire.value(),
                    FieldType.of(component.getType()),
                    required,
                    accessor);
        }

        Object read(String text) {
            // Clients in C++ and Go send an optional number they do not have as an empty text.
            if (text == null || text.isEmpty() && type != FieldType.TEXT) {
                if (required) {
                    throw new BadHeaderException("field " + name + " is missing, must be " + type.expected);
                }
                return null;
            }
            try {
                return type.read(text);
            } catch (NumberFormatException e) {
                String shown = text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "..." : text;
                throw new BadHeaderException("field " + name + " is '" + shown + "', must be " + type.expected);
            }
        }

        Object valueIn(Record header) {
            try {
                return accessor.invokeExact(header);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("an accessor may not throw checked exceptions", e);
            }
        }
    }
}
