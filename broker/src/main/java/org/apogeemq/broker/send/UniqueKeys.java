package org.apogeemq.broker.send;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apogeemq.time.Entropy;

/**
 * Makes UNIQ_KEYs for messages whose clients gave none: 32 upper-case hex characters, of which the first half is drawn
 * once and the rest counts. Confined to one event loop.
 */
final class UniqueKeys {
    static final int BYTES = 32;

    private final String prefix;
    private long counter;

    UniqueKeys(Entropy entropy, long nowMillis) {
        prefix = HexFormat.of().withUpperCase().toHexDigits(entropy.below(Integer.MAX_VALUE))
                + HexFormat.of().withUpperCase().toHexDigits((int) nowMillis);
    }

    byte[] next() {
        return (prefix + HexFormat.of().withUpperCase().toHexDigits(counter++)).getBytes(StandardCharsets.US_ASCII);
    }
}
