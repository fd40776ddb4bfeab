package org.apogeemq.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apogeemq.protocol.record.MessageProperties;

/** The conditions on single properties that are usual: they compare bytes and create no objects. */
// hot
final class PropertyTests {
    private PropertyTests() {}

    /** {@code p} alone: it is no condition that could be true. */
    static Condition alone(String name) {
        return new PropertyTest(name, Truth.UNKNOWN) {
            @Override
            Truth ofValue(ByteBuffer bytes, int at, int length) {
                return Truth.FALSE;
            }
        };
    }

    /** {@code p IS NULL}. */
    static Condition isNull(String name) {
        return new PropertyTest(name, Truth.TRUE) {
            @Override
            Truth ofValue(ByteBuffer bytes, int at, int length) {
                return Truth.FALSE;
            }
        };
    }

    /** {@code p order figure}: read as a number of the figure's kind. */
    static Condition figure(String name, Order order, Number figure, Truth ofAbsent) {
        if (figure instanceof Double) {
            double decimal = figure.doubleValue();
            return new PropertyTest(name, ofAbsent) {
                @Override
                Truth ofValue(ByteBuffer bytes, int at, int length) {
                    double value = Numbers.decimal(bytes, at, length);
                    return Numbers.isFault(value, bytes, at, length)
                            ? Truth.FAULT
                            : Truth.of(order.holds(Double.compare(value, decimal)));
                }
            };
        }
        long whole = figure.longValue();
        boolean narrow = figure instanceof Integer;
        return new PropertyTest(name, ofAbsent) {
            @Override
            Truth ofValue(ByteBuffer bytes, int at, int length) {
                int comparison = Numbers.compareWhole(bytes, at, length, narrow, whole);
                return comparison == Numbers.NONE ? Truth.FAULT : Truth.of(order.holds(comparison));
            }
        };
    }

    /** {@code p = 'text'}. */
    static Condition text(String name, String text, Truth ofAbsent) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        return new PropertyTest(name, ofAbsent) {
            @Override
            Truth ofValue(ByteBuffer bytes, int at, int length) {
                return Truth.of(length == wanted.length && Bytes.areAt(wanted, bytes, at));
            }
        };
    }

    /** {@code p = TRUE}, {@code p = FALSE}: what is not "true" in any case of letters is false. */
    static Condition flag(String name, boolean wanted) {
        return new PropertyTest(name, Truth.UNKNOWN) {
            @Override
            Truth ofValue(ByteBuffer bytes, int at, int length) {
                boolean value = length == 4
                        && (bytes.get(at) | 32) == 't'
                        && (bytes.get(at + 1) | 32) == 'r'
                        && (bytes.get(at + 2) | 32) == 'u'
                        && (bytes.get(at + 3) | 32) == 'e';
                return Truth.of(value == wanted);
            }
        };
    }

    /** {@code p [NOT] IN ('a', 'b')}. */
    static Condition oneOf(String name, List<String> texts, boolean not) {
        byte[][] sorted = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .sorted(Arrays::compare)
                .toArray(byte[][]::new);
        return new PropertyTest(name, Truth.UNKNOWN) {
            @Override
            Truth ofValue(ByteBuffer bytes, int at, int length) {
                return Truth.of(Bytes.isAmong(sorted, bytes, at, length) != not);
            }
        };
    }

    /** {@code p [NOT] CONTAINS 'text'} and its kin; the text is not empty. */
    static Condition holds(String name, Search where, String text, boolean not) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        return new PropertyTest(name, Truth.FALSE) {
            @Override
            Truth ofValue(ByteBuffer bytes, int at, int length) {
                boolean found = switch (where) {
                    case ANYWHERE -> Bytes.isWithin(wanted, bytes, at, length);
                    case AT_START -> length >= wanted.length && Bytes.areAt(wanted, bytes, at);
                    case AT_END -> length >= wanted.length && Bytes.areAt(wanted, bytes, at + length - wanted.length);
                };
                return Truth.of(found != not);
            }
        };
    }

    /** {@code p order q}: as texts if they are to be equal, else as decimal numbers. */
    static Condition pair(String left, Order order, String right) {
        byte[] first = left.getBytes(StandardCharsets.US_ASCII);
        byte[] second = right.getBytes(StandardCharsets.US_ASCII);
        return (properties, at, length) -> {
            long one = MessageProperties.find(properties, at, length, first);
            long other = MessageProperties.find(properties, at, length, second);
            if (one == MessageProperties.ABSENT || other == MessageProperties.ABSENT) {
                return ofAbsent(order, one == MessageProperties.ABSENT, other == MessageProperties.ABSENT);
            }
            int oneAt = MessageProperties.position(one);
            int otherAt = MessageProperties.position(other);
            int oneLength = MessageProperties.length(one);
            int otherLength = MessageProperties.length(other);
            return order == Order.EQUAL
                    ? Truth.of(Bytes.areEqual(properties, oneAt, oneLength, otherAt, otherLength))
                    : Numbers.test(properties, oneAt, oneLength, order, otherAt, otherLength);
        };
    }

    private static Truth ofAbsent(Order order, boolean left, boolean right) {
        if (order != Order.EQUAL) {
            return Truth.UNKNOWN;
        }
        return left ? (right ? Truth.TRUE : Truth.UNKNOWN) : Truth.FALSE;
    }
}
