package org.apogeemq.broker.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PropertyScanTest {
    private final PropertyScan scan = new PropertyScan();

    @Test
    void theUniqueKeyAndTheHashOfTheTagAreFoundWithAndWithoutATrailingSeparator() {
        scan("TAGS\1TagA\2UNIQ_KEY\1ABC\2");
        assertThat(scan.tagsCode()).isEqualTo("TagA".hashCode());
        assertThat(scan.uniqueKeyBytes()).isEqualTo(3);

        byte[] text = scan("UNIQ_KEY\1ABCD\2TAGS\1TagB");
        assertThat(scan.tagsCode()).isEqualTo("TagB".hashCode());
        assertThat(new String(text, scan.uniqueKeyAt(), scan.uniqueKeyBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ABCD");
    }

    @Test
    void delaysTimersAndHalfMessagesAreNoticed() {
        scan("DELAY\0013\2");
        assertThat(scan.delayLevel()).isEqualTo(3);
        scan("DELAY\00118\2");
        assertThat(scan.delayLevel()).isEqualTo(18);
        scan("DELAY\00199999999999999\2");
        assertThat(scan.delayLevel()).isEqualTo(Integer.MAX_VALUE);
        for (String none : new String[] {"0", "-1", "x", "1x"}) {
            scan("DELAY\1" + none + "\2");
            assertThat(scan.delayLevel()).isZero();
        }
        scan("TIMER_DELIVER_MS\0011\2");
        assertThat(scan.timed()).isTrue();
        scan("TRAN_MSG\1true\2");
        assertThat(scan.prepared()).isTrue();
        scan("TRAN_MSG\1false\2");
        assertThat(scan.prepared()).isFalse();
    }

    @Test
    void theDiskIsWaitedForUnlessTheMessageSaysNo() {
        scan("TAGS\1TagA\2WAIT\1false\2");
        assertThat(scan.waits()).isFalse();
        scan("TAGS\1TagA\2");
        assertThat(scan.waits()).isTrue();
        scan("WAIT\1true\2");
        assertThat(scan.waits()).isTrue();
        scan("WAIT\1falsely\2WAITS\1false\2");
        assertThat(scan.waits()).isTrue();
    }

    @Test
    void nothingIsFoundInRubbish() {
        for (String rubbish : new String[] {"", "\2\2\2", "\1\1", "TAGS", "TAGS\1", "\1TagA\2", "x\2TAGS\1\2"}) {
            scan(rubbish);
            assertThat(scan.tagsCode()).as(rubbish).isZero();
            assertThat(scan.uniqueKeyBytes()).as(rubbish).isZero();
        }
    }

    private byte[] scan(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scan.scan(bytes, 0, bytes.length);
        return bytes;
    }
}
