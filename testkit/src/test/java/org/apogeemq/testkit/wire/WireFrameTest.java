package org.apogeemq.testkit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireFrameTest {
    @Test
    void aFrameReadsAsItWasWritten() {
        byte[] body = {1, 2, 3};
        byte[] bytes = WireFrame.request(105, 77, Map.of("topic", "orders \"é\""), body)
                .bytes();

        ByteBuffer lengths = ByteBuffer.wrap(bytes);
        assertThat(lengths.getInt()).isEqualTo(bytes.length - 4);
        assertThat(lengths.getInt()).isEqualTo(bytes.length - 8 - body.length);
        WireFrame read = WireFrame.parse(Arrays.copyOfRange(bytes, 4, bytes.length));
        assertThat(read.code()).isEqualTo(105);
        assertThat(read.opaque()).isEqualTo(77);
        assertThat(read.isAnswer()).isFalse();
        assertThat(read.remark()).isNull();
        assertThat(read.fields()).containsExactly(Map.entry("topic", "orders \"é\""));
        assertThat(read.body()).isEqualTo(body);
    }

    @Test
    void anAnswerWithMembersItDoesNotKnowIsRead() {
        byte[] header = """
            {"code":17,"extFields":null,"flag":1,"language":"JAVA","opaque":7,"remark":"no route",\
            "serializeTypeCurrentRPC":"JSON","version":513,"more":{"a":[1,2]}}\
            """.getBytes(UTF_8);
        byte[] rest = ByteBuffer.allocate(4 + header.length)
                .putInt(header.length)
                .put(header)
                .array();

        WireFrame answer = WireFrame.parse(rest);
        assertThat(answer.isAnswer()).isTrue();
        assertThat(answer.code()).isEqualTo(17);
        assertThat(answer.remark()).isEqualTo("no route");
        assertThat(answer.bodyText()).isEmpty();
    }

    @Test
    void aHeaderLongerThanItsFrameIsRefused() {
        assertThatThrownBy(() -> WireFrame.parse(new byte[] {0, 0, 0, 9, '{', '}'}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header length 9");
    }
}
