package org.apogeemq.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.apogeemq.protocol.Randomized;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    @Test
    void theVectorOfVersion1IsLaidOutByteForByte() {
        byte[] text = "TAGS\u0001TagA\u0002UNIQ_KEY\u00017F0000010001000000000000000A0000\u0002".getBytes(UTF_8);
        RecordFields fields = new RecordFields()
                .topic("orders".getBytes(UTF_8))
                .queueId(2)
                .flag(9)
                .bornTimestamp(1795160000000L)
                .bornHost(new byte[] {10, 0, 0, 9}, 51000)
                .storeHost(new byte[] {127, 0, 0, 1}, 10911)
                .body(ByteBuffer.wrap("hello".getBytes(UTF_8)))
                .properties(text, 0, text.length);
        ByteBuffer target = ByteBuffer.allocate(RecordFormat.size(fields));
        assertThat(RecordFormat.put(target, 0, fields)).isEqualTo(target.capacity());
        RecordFormat.place(target, 0, 1004, 1234, 1795160000003L);
        assertThat(target).isEqualTo(Records.bytes(Records.VERSION_1));
    }

    @Test
    void bothVersionsDecodeToTheSameMessage() {
        StoredMessage one = StoredMessage.decode(Records.bytes(Records.VERSION_1));
        StoredMessage two = StoredMessage.decode(Records.bytes(Records.VERSION_2));
        assertThat(two).usingRecursiveComparison().isEqualTo(one);
        assertThat(one.topic()).isEqualTo("orders");
        assertThat(one.body()).isEqualTo("hello".getBytes(UTF_8));
        assertThat(one.bornHost().getPort()).isEqualTo(51000);
        assertThat(one.property(PropertyNames.TAGS)).isEqualTo("TagA");
        assertThat(one.offsetMessageId()).isEqualTo("7F00000100002A9F00000000000004D2");
    }

    @Test
    void aRecordOfAnApacheStoreIsReadAndWrittenTheSame() {
        ByteBuffer stored = Records.bytes(Records.STORED);
        assertThat(RecordFormat.check(stored, 0, stored.limit(), true)).isEqualTo(RecordCheck.VALID);
        assertThat(RecordFormat.tagsCode(stored, 0)).isEqualTo(2598919);
        assertThat(RecordFormat.logOffset(stored, 0)).isEqualTo(501);
        StoredMessage message = StoredMessage.decode(stored);
        assertThat(message.propertyMap())
                .containsEntry("KEYS", "k1 k2")
                .containsEntry("WAIT", "true")
                .hasSize(4);
        assertThat(message.encode()).isEqualTo(Records.bytes(Records.STORED).array());
    }

    @Test
    void everyRecordReadsBackAsItWasLaidOut() {
        Randomized.check(2000, random -> {
            RecordFields fields = Records.any(random);
            int at = random.nextInt(50);
            int size = RecordFormat.size(fields);
            ByteBuffer target = random.nextBoolean()
                    ? ByteBuffer.allocate(at + size + 9)
                    : ByteBuffer.allocateDirect(at + size + 9);
            ByteBuffer body = fields.body().duplicate();
            assertThat(RecordFormat.put(target, at, fields)).isEqualTo(size);
            assertThat(fields.body()).isEqualTo(body);
            long queueOffset = random.nextLong();
            long logOffset = random.nextLong();
            long storeTimestamp = random.nextLong();
            RecordFormat.place(target, at, queueOffset, logOffset, storeTimestamp);

            assertThat(RecordFormat.check(target, at, target.limit(), true)).isEqualTo(RecordCheck.VALID);
            assertThat(RecordFormat.totalSize(target, at)).isEqualTo(size);
            assertThat(RecordFormat.queueOffset(target, at)).isEqualTo(queueOffset);
            assertThat(RecordFormat.logOffset(target, at)).isEqualTo(logOffset);
            assertThat(RecordFormat.storeTimestamp(target, at)).isEqualTo(storeTimestamp);
            assertThat(RecordFormat.queueId(target, at)).isEqualTo(fields.queueId());
            assertThat(RecordFormat.flag(target, at)).isEqualTo(fields.flag());
            assertThat(RecordFormat.sysFlag(target, at)).isEqualTo(fields.sysFlag());
            assertThat(RecordFormat.bornTimestamp(target, at)).isEqualTo(fields.bornTimestamp());
            assertThat(RecordFormat.reconsumeTimes(target, at)).isEqualTo(fields.reconsumeTimes());
            assertThat(RecordFormat.preparedTransactionOffset(target, at))
                    .isEqualTo(fields.preparedTransactionOffset());
            assertThat(slice(target, RecordFormat.bodyAt(target, at), RecordFormat.bodyLength(target, at)))
                    .isEqualTo(body);
            assertThat(slice(target, RecordFormat.topicAt(target, at), RecordFormat.topicLength(target, at)))
                    .isEqualTo(ByteBuffer.wrap(fields.topic()));
            assertThat(slice(target, RecordFormat.propertiesAt(target, at), RecordFormat.propertiesLength(target, at)))
                    .isEqualTo(ByteBuffer.wrap(fields.properties(), fields.propertiesAt(), fields.propertiesLength()));
            assertThat(slice(target, RecordFormat.bornHostAt(at), fields.bornAddress().length))
                    .isEqualTo(ByteBuffer.wrap(fields.bornAddress()));
            assertThat(target.getInt(RecordFormat.storeHostAt(target, at) + fields.storeAddress().length))
                    .isEqualTo(fields.storePort());
        });
    }

    @Test
    void longTopicsMakeVersion2() {
        for (int length : new int[] {1, 127, 128, 255}) {
            RecordFields fields = new RecordFields().topic("t".repeat(length).getBytes(UTF_8));
            ByteBuffer target = ByteBuffer.allocate(RecordFormat.size(fields));
            RecordFormat.put(target, 0, fields);
            assertThat(RecordFormat.magic(target, 0))
                    .isEqualTo(length > 127 ? RecordFormat.MAGIC_V2 : RecordFormat.MAGIC_V1);
            assertThat(RecordFormat.topicLength(target, 0)).isEqualTo(length);
        }
    }

    @Test
    void aCutRecordIsShort() {
        ByteBuffer record = Records.bytes(Records.VERSION_1);
        for (int limit = 0; limit < record.capacity(); limit++) {
            assertThat(RecordFormat.check(record, 0, limit, true)).isEqualTo(RecordCheck.SHORT);
        }
    }

    @Test
    void everyBadByteOfTheBodyIsFoundByItsCrc() {
        ByteBuffer record = Records.bytes(Records.VERSION_1);
        int at = RecordFormat.bodyAt(record, 0);
        record.put(at, (byte) (record.get(at) ^ 1));
        assertThat(RecordFormat.check(record, 0, record.limit(), true)).isEqualTo(RecordCheck.BAD_CRC);
        assertThat(RecordFormat.check(record, 0, record.limit(), false)).isEqualTo(RecordCheck.VALID);
    }

    @Test
    void fillersAndZeroesAreToldFromRecords() {
        ByteBuffer bytes = ByteBuffer.allocate(200);
        assertThat(RecordFormat.check(bytes, 100, 200, true)).isEqualTo(RecordCheck.NOT_A_RECORD);
        RecordFormat.putBlank(bytes, 100, 100);
        assertThat(RecordFormat.check(bytes, 100, 200, true)).isEqualTo(RecordCheck.BLANK);
        assertThat(RecordFormat.totalSize(bytes, 100)).isEqualTo(100);
        assertThatThrownBy(() -> RecordFormat.putBlank(bytes, 193, 7)).hasMessageContaining("bytesLeft is 7");
    }

    @Test
    void flippedAndRandomBytesNeverMakeTheCheckThrow() {
        Randomized.check(5000, random -> {
            ByteBuffer bytes = damaged(random);
            RecordCheck check = RecordFormat.check(bytes, 0, bytes.limit(), random.nextBoolean());
            if (check == RecordCheck.VALID) {
                assertThat(RecordFormat.propertiesAt(bytes, 0) + RecordFormat.propertiesLength(bytes, 0))
                        .isEqualTo(RecordFormat.totalSize(bytes, 0));
                RecordFormat.tagsCode(bytes, 0);
            }
            try {
                StoredMessage.decode(bytes);
            } catch (BadRecordException e) {
                assertThat(bytes.position()).isZero();
            }
        });
    }

    private static ByteBuffer damaged(Random random) {
        ByteBuffer bytes = Records.bytes(random.nextBoolean() ? Records.VERSION_1 : Records.VERSION_2);
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
            int at = random.nextInt(bytes.limit());
            bytes.put(
                    at,
                    random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
        }
        return random.nextInt(4) == 0 ? bytes.limit(random.nextInt(bytes.limit())) : bytes;
    }

    private static ByteBuffer slice(ByteBuffer buffer, int at, int length) {
        return buffer.slice(at, length);
    }
}
