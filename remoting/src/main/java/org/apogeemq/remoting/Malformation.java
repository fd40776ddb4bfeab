package org.apogeemq.remoting;

/** Why a connection was closed as one that does not speak the protocol. */
public enum Malformation {
    /** The length of a frame is below 4 or above the frame limit. */
    FRAME_LENGTH,
    /** The length of a header exceeds its frame or the header limit. */
    HEADER_LENGTH,
    /** The header cannot be read. */
    HEADER,
    /** The first byte begins a TLS handshake, which is not offered. */
    TLS
}
