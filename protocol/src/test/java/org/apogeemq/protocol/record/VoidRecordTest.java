package org.apogeemq.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apogeemq.protocol.Randomized;
import org.junit.jupiter.api.Test;

class VoidRecordTest {
    @Test
    void anyBytesCanBeCoveredByAWholeRecordThatKeepsThemAsItsBody() {
        Randomized.check(500, random -> {
            byte[] damaged = new byte[VoidRecord.BYTES_LEAST + random.nextInt(300)];
            random.nextBytes(damaged);
            ByteBuffer bytes = ByteBuffer.wrap(damaged.clone());
            VoidRecord.cover(bytes, 0, damaged.length, 4711, 1795160000003L);
            assertThat(RecordFormat.check(bytes, 0, damaged.length, true)).isEqualTo(RecordCheck.VALID);
            assertThat(VoidRecord.isVoid(bytes, 0)).isTrue();
            assertThat(VoidRecord.isMarked(bytes, 0)).isFalse();
            StoredMessage message = StoredMessage.decode(bytes);
            assertThat(VoidRecord.TOPIC).startsWith(message.topic());
            assertThat(message.logOffset()).isEqualTo(4711);
            assertThat(message.queueOffset()).isEqualTo(-1);
            int bodyAt = RecordFormat.bodyAt(bytes, 0);
            assertThat(message.body()).isEqualTo(Arrays.copyOfRange(damaged, bodyAt, bodyAt + message.body().length));
        });
    }

    @Test
    void aMarkedRecordIsWholeAgainAndKeepsEverythingButItsTransactionState() {
        Randomized.check(500, random -> {
            RecordFields fields = Records.any(random).body(ByteBuffer.wrap(new byte[1 + random.nextInt(100)]));
            ByteBuffer record = ByteBuffer.allocate(RecordFormat.size(fields));
            RecordFormat.put(record, 0, fields);
            RecordFormat.place(record, 0, 17, 4711, 1795160000003L);
            record.put(RecordFormat.bodyAt(record, 0), (byte) 1);
            assertThat(RecordFormat.check(record, 0, record.capacity(), true)).isEqualTo(RecordCheck.BAD_CRC);
            assertThat(VoidRecord.isVoid(record, 0)).isFalse();
            byte[] damaged = record.array().clone();
            VoidRecord.mark(record, 0);
            assertThat(RecordFormat.check(record, 0, record.capacity(), true)).isEqualTo(RecordCheck.VALID);
            assertThat(VoidRecord.isMarked(record, 0)).isTrue();
            assertThat(RecordFormat.queueOffset(record, 0)).isEqualTo(17);
            assertThat(RecordFormat.totalSize(record, 0)).isEqualTo(damaged.length);
            int bodyAt = RecordFormat.bodyAt(record, 0);
            assertThat(record.slice(bodyAt, damaged.length - bodyAt))
                    .isEqualTo(ByteBuffer.wrap(damaged).slice(bodyAt, damaged.length - bodyAt));
        });
    }

    @Test
    void lessThanTheSmallestRecordCannotBeCovered() {
        ByteBuffer bytes = ByteBuffer.allocate(VoidRecord.BYTES_LEAST);
        assertThatThrownBy(() -> VoidRecord.cover(bytes, 0, VoidRecord.BYTES_LEAST - 1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytes is 91, must be at least 92");
    }
}
