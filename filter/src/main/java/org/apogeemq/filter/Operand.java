package org.apogeemq.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apogeemq.protocol.record.MessageProperties;

/** A part of an expression that has a value: null for none, or {@link Values#FAULT}. For what is not usual. */
interface Operand {
    Object value(ByteBuffer properties, int at, int length);

    /** The same value always. */
    static Operand constant(Object value) {
        return (properties, at, length) -> value;
    }

    /** A property, as a String. */
    static Operand property(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        return (properties, at, length) -> MessageProperties.value(properties, at, length, bytes);
    }

    static Operand negated(Operand operand) {
        return (properties, at, length) -> Values.negated(operand.value(properties, at, length));
    }

    /** A Boolean. */
    static Operand of(Condition condition) {
        return (properties, at, length) -> switch (condition.test(properties, at, length)) {
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case UNKNOWN -> null;
            case FAULT -> Values.FAULT;
        };
    }
}
