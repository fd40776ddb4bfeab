package org.apogeemq.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InnerBatchTest {
    private static final int BATCH = SysFlags.INNER_BATCH | SysFlags.NEEDS_UNWRAP;

    private static ByteBuffer record(int sysFlag, ByteBuffer body, String properties) {
        byte[] text = properties.replace('=', (char) 1).replace(';', (char) 2).getBytes(UTF_8);
        RecordFields fields = new RecordFields()
                .topic("T".getBytes(UTF_8))
                .sysFlag(sysFlag)
                .body(body)
                .properties(text, 0, text.length);
        ByteBuffer record = ByteBuffer.allocate(RecordFormat.size(fields));
        RecordFormat.put(record, 0, fields);
        return record;
    }

    private static ByteBuffer batch(int messages) {
        ByteBuffer body = ByteBuffer.allocate(messages * (BatchBody.FIXED_BYTES + 5));
        for (int i = 0; i < messages; i++) {
            BatchBody.put(body, 0, ByteBuffer.wrap("abc".getBytes(UTF_8)), new byte[2]);
        }
        return body.flip();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "300", "32767"})
    void theMessagesOfTheBodyAreCounted(int messages) {
        ByteBuffer record = record(BATCH, batch(messages), "INNER_NUM=7;");
        assertThat(InnerBatch.is(record, 0)).isTrue();
        assertThat(InnerBatch.messages(record, 0)).isEqualTo(messages);
    }

    @Test
    void anOrdinaryRecordIsOneMessageWhateverItsPropertiesSay() {
        ByteBuffer record = record(0, batch(3), "INNER_NUM=3;INNER_BASE=0;");
        assertThat(InnerBatch.is(record, 0)).isFalse();
        assertThat(InnerBatch.messages(record, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "INNER_NUM=12;, 12",
        "INNER_NUM=32767;, 32767",
        "INNER_NUM=32768;, 1",
        "INNER_NUM=0;, 1",
        "INNER_NUM=-3;, 1",
        "INNER_NUM=1x;, 1",
        "INNER_NUM=4294967297;, 1",
        "OTHER=5;, 1",
        "'', 1"
    })
    void thePropertyCountsWhereTheBodyCannotBeCounted(String properties, int messages) {
        ByteBuffer noBatch = ByteBuffer.wrap("no batch at all".getBytes(UTF_8));
        assertThat(InnerBatch.messages(record(BATCH, noBatch, properties), 0)).isEqualTo(messages);
        ByteBuffer compressed = record(BATCH | SysFlags.COMPRESSED, batch(2), properties);
        assertThat(InnerBatch.messages(compressed, 0)).isEqualTo(messages);
        ByteBuffer marked = record(BATCH, batch(2), properties);
        VoidRecord.mark(marked, 0);
        assertThat(InnerBatch.messages(marked, 0)).isEqualTo(messages);
    }
}
