package org.apogeemq.protocol.record;

/** The bits of a message's {@code sysFlag}, in requests and in stored records. */
public final class SysFlags {
    /** The body is compressed; the algorithm is in {@link #COMPRESSION_MASK}. */
    public static final int COMPRESSED = 0x1;

    /** The TAGS property holds several tags. Historic; nobody acts on it. */
    public static final int MULTI_TAGS = 0x2;

    /** The two bits that say where in a transaction the message stands. */
    public static final int TRANSACTION_MASK = 0xC;

    /** {@link #TRANSACTION_MASK}: not part of a transaction. */
    public static final int TRANSACTION_NONE = 0x0;

    /** {@link #TRANSACTION_MASK}: a half message. */
    public static final int TRANSACTION_PREPARED = 0x4;

    /** {@link #TRANSACTION_MASK}: committed. */
    public static final int TRANSACTION_COMMIT = 0x8;

    /** {@link #TRANSACTION_MASK}: rolled back. */
    public static final int TRANSACTION_ROLLBACK = 0xC;

    /** The born host of the record is an IPv6 address, 20 bytes with its port. Set by the broker only. */
    public static final int BORN_HOST_V6 = 0x10;

    /** The store host of the record is an IPv6 address, 20 bytes with its port. Set by the broker only. */
    public static final int STORE_HOST_V6 = 0x20;

    /** Consumers must unwrap the record: its body is a batch. */
    public static final int NEEDS_UNWRAP = 0x40;

    /** The record is an inner batch. */
    public static final int INNER_BATCH = 0x80;

    /** The three bits of the compression algorithm; they mean nothing without {@link #COMPRESSED}. */
    public static final int COMPRESSION_MASK = 0x700;

    /** {@link #COMPRESSION_MASK}: zlib as written by clients that know no other algorithm. */
    public static final int COMPRESSION_ZLIB_OLD = 0x0;

    /** {@link #COMPRESSION_MASK}: LZ4 frame format. */
    public static final int COMPRESSION_LZ4 = 0x100;

    /** {@link #COMPRESSION_MASK}: zstd frame. */
    public static final int COMPRESSION_ZSTD = 0x200;

    /** {@link #COMPRESSION_MASK}: zlib stream (RFC 1950). */
    public static final int COMPRESSION_ZLIB = 0x300;

    private SysFlags() {}

    /** The transaction bits, one of the {@code TRANSACTION_} values. */
    public static int transaction(int sysFlag) {
        return sysFlag & TRANSACTION_MASK;
    }

    /** {@code sysFlag} with its transaction bits replaced by {@code transaction}. */
    public static int withTransaction(int sysFlag, int transaction) {
        return (sysFlag & ~TRANSACTION_MASK) | (transaction & TRANSACTION_MASK);
    }

    /** {@code sysFlag} with the host bits that belong to addresses of these lengths (4 or 16 bytes). */
    public static int withHosts(int sysFlag, int bornAddressBytes, int storeAddressBytes) {
        int flags = sysFlag & ~(BORN_HOST_V6 | STORE_HOST_V6);
        if (bornAddressBytes == 16) {
            flags |= BORN_HOST_V6;
        }
        return storeAddressBytes == 16 ? flags | STORE_HOST_V6 : flags;
    }
}
