package org.apogeemq.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.apogeemq.protocol.Randomized;

/** Records and parts of records for tests. */
final class Records {
    /** Vector of the protocol's fact sheet: topic orders, body hello, queue 2. */
    static final String VERSION_1 =
            "0000009adaa320a73610a686000000020000000900000000000003ec00000000000004d200000000000001a1f7"
                    + "dfc6000a0000090000c738000001a1f7dfc6037f00000100002a9f000000000000000000000000000000056865"
                    + "6c6c6f066f7264657273003454414753015461674102554e49515f4b4559013746303030303031303030313030"
                    + "30303030303030303030303030413030303002";

    static final String VERSION_2 =
            "0000009bdaa320ab3610a686000000020000000900000000000003ec00000000000004d200000000000001a1f7"
                    + "dfc6000a0000090000c738000001a1f7dfc6037f00000100002a9f000000000000000000000000000000056865"
                    + "6c6c6f00066f7264657273003454414753015461674102554e49515f4b45590137463030303030313030303130"
                    + "3030303030303030303030303030413030303002";

    /** A record that Apache's store wrote. */
    static final String STORED =
            "000000c9daa320a7357750120000000100000005000000000000000100000000000001f5000000000000018bcf"
                    + "e568010a000001000004d2000001a1f87545477f00000100002a9f0000000000000000000000000000003c6865"
                    + "6c6c6f3168656c6c6f3168656c6c6f3168656c6c6f3168656c6c6f3168656c6c6f3168656c6c6f3168656c6c6f"
                    + "3168656c6c6f3168656c6c6f3106546f70696341002c4b455953016b31206b3202554e49515f4b455901554b31"
                    + "025741495401747275650254414753015461674102";

    static final String BATCH =
            "000000200000000000000000000000000000000161000954414753015461674100000022000000000000000000"
                    + "000000000000026263000a54414753015461674202";

    private Records() {}

    static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    /** Fields with everything random, IPv4 and IPv6, empty parts and long topics included. */
    static RecordFields any(Random random) {
        int around = random.nextInt(4);
        byte[] body = Randomized.bytes(random, random.nextInt(3) == 0 ? 0 : random.nextInt(500));
        byte[] framed = new byte[around + body.length + 3];
        System.arraycopy(body, 0, framed, around, body.length);
        ByteBuffer slice = random.nextBoolean()
                ? ByteBuffer.wrap(framed)
                : ByteBuffer.allocateDirect(framed.length).put(framed).flip();
        byte[] properties = Randomized.text(random, 100).getBytes(UTF_8);
        int propertiesAt = random.nextInt(properties.length + 1);
        return new RecordFields()
                .topic(Randomized.name(random, random.nextBoolean() ? 20 : 255).getBytes(UTF_8))
                .queueId(random.nextInt())
                .flag(random.nextInt())
                .sysFlag(random.nextInt())
                .bornTimestamp(random.nextLong())
                .bornHost(Randomized.bytes(random, random.nextBoolean() ? 4 : 16), random.nextInt(65536))
                .storeHost(Randomized.bytes(random, random.nextBoolean() ? 4 : 16), random.nextInt(65536))
                .reconsumeTimes(random.nextInt())
                .preparedTransactionOffset(random.nextLong())
                .body(slice.slice(around, body.length))
                .properties(properties, propertiesAt, properties.length - propertiesAt);
    }
}
