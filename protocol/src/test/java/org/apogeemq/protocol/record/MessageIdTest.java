package org.apogeemq.protocol.record;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.Randomized;
import org.junit.jupiter.api.Test;

class MessageIdTest {
    @Test
    void theVectorIsWrittenAndRead() {
        byte[] local = new byte[] {127, 0, 0, 1};
        assertThat(MessageId.text(local, 10911, 1234)).isEqualTo("7F00000100002A9F00000000000004D2");
        MessageId id = MessageId.parse("7F00000100002A9F00000000000004D2");
        assertThat(id.logOffset()).isEqualTo(1234);
        assertThat(id.storeHost()).hasToString("/127.0.0.1:10911");
    }

    @Test
    void everyIdComesBackFromItsText() {
        Randomized.check(1000, random -> {
            byte[] address = Randomized.bytes(random, random.nextBoolean() ? 4 : 16);
            int port = random.nextInt(65536);
            long offset = random.nextLong();
            String text = MessageId.text(address, port, offset);
            assertThat(text).hasSize(MessageId.length(address.length));
            assertThat(MessageId.parse(text).text()).isEqualTo(text);
            ByteBuffer target = ByteBuffer.allocate(60);
            int length = MessageId.put(target, 4, address, port, offset);
            assertThat(new String(target.array(), 4, length, US_ASCII)).isEqualTo(text);
        });
    }

    @Test
    void whatIsNoIdIsRefusedWithItsText() {
        assertThatThrownBy(() -> MessageId.parse("7F00")).hasMessageContaining("4 characters, must be 32 or 56");
        assertThatThrownBy(() -> MessageId.parse("G".repeat(32))).hasMessageContaining("not hexadecimal");
        assertThatThrownBy(() -> MessageId.parse("F".repeat(32))).hasMessageContaining("port is -1");
        Randomized.check(1000, random -> {
            try {
                MessageId.parse(Randomized.text(random, 60));
            } catch (BadRecordException e) {
                assertThat(e).hasMessageContaining("message id");
            }
        });
    }
}
