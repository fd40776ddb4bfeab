package org.apogeemq.filter;

import java.nio.ByteBuffer;

/** A part of an expression that is true or not. Immutable; used by any thread. */
interface Condition {
    /** What it says of the message whose property text is {@code length} bytes from the index {@code at} on. */
    Truth test(ByteBuffer properties, int at, int length);
}
