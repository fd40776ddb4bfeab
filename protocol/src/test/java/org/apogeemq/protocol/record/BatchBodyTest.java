package org.apogeemq.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.protocol.Randomized;
import org.junit.jupiter.api.Test;

class BatchBodyTest {
    @Test
    void theVectorHoldsTwoMessages() {
        ByteBuffer bytes = Records.bytes(Records.BATCH);
        BatchBody batch = new BatchBody(bytes);
        assertThat(batch.next()).isTrue();
        assertThat(text(bytes, batch.bodyAt(), batch.bodyLength())).isEqualTo("a");
        assertThat(text(bytes, batch.propertiesAt(), batch.propertiesLength())).isEqualTo("TAGS\u0001TagA");
        assertThat(batch.next()).isTrue();
        assertThat(text(bytes, batch.bodyAt(), batch.bodyLength())).isEqualTo("bc");
        assertThat(text(bytes, batch.propertiesAt(), batch.propertiesLength())).isEqualTo("TAGS\u0001TagB\u0002");
        assertThat(batch.next()).isFalse();
        assertThat(bytes.position()).isZero();
    }

    @Test
    void everyBatchIsWalkedAsItWasWritten() {
        Randomized.check(500, random -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(20_000).position(random.nextInt(9)).mark();
            List<String> expected = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                String body = Randomized.text(random, 100);
                String properties = Randomized.text(random, 50);
                int flag = random.nextInt();
                BatchBody.put(bytes, flag, ByteBuffer.wrap(body.getBytes(UTF_8)), properties.getBytes(UTF_8));
                expected.add(flag + body + "|" + properties);
            }
            bytes.limit(bytes.position()).reset();
            BatchBody batch = new BatchBody(bytes);
            List<String> walked = new ArrayList<>();
            while (batch.next()) {
                walked.add(batch.flag() + text(bytes, batch.bodyAt(), batch.bodyLength()) + "|"
                        + text(bytes, batch.propertiesAt(), batch.propertiesLength()));
            }
            assertThat(walked).isEqualTo(expected);
            assertThat(BatchBody.count(bytes, 20)).isEqualTo(expected.size());
        });
    }

    @Test
    void damagedBatchesAreRefusedAndNeverReadOutside() {
        Randomized.check(5000, random -> {
            ByteBuffer bytes = Records.bytes(Records.BATCH);
            bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt());
            bytes.limit(random.nextInt(bytes.limit() + 1));
            BatchBody batch = new BatchBody(bytes);
            try {
                while (batch.next()) {
                    assertThat(batch.propertiesAt() + batch.propertiesLength()).isLessThanOrEqualTo(bytes.limit());
                    text(bytes, batch.bodyAt(), batch.bodyLength());
                }
            } catch (BadRecordException e) {
                assertThat(e).hasMessageStartingWith("message at byte ");
            }
        });
    }

    @Test
    void moreMessagesThanAllowedAreRefused() {
        assertThat(BatchBody.count(Records.bytes(Records.BATCH), 2)).isEqualTo(2);
        assertThatThrownBy(() -> BatchBody.count(Records.bytes(Records.BATCH), 1))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("batch has more than 1 messages");
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        byte[] text = new byte[length];
        bytes.get(at, text);
        return new String(text, UTF_8);
    }
}
