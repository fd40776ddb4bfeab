package org.apogeemq.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberTest {
    @ParameterizedTest
    @CsvSource({
        "121, 3.x (121)",
        "213, 4.0.0",
        "232, 4.1.0-SNAPSHOT",
        "409, 4.9.8",
        "412, 5.0.0-SNAPSHOT",
        "413, 5.0.0",
        "475, 5.3.1",
        "513, 5.5.0",
        "612, newer than 5.9.9",
    })
    void anOrdinalIsARelease(int ordinal, String release) {
        assertThat(Member.version(ordinal)).isEqualTo(release);
    }

    private static Member member(String id, Map<String, String> subscriptions) {
        return new Member(id, "h:1", "JAVA", "5.5.0", subscriptions, false);
    }

    @Test
    void theOneThatWantsSomethingElseIsNamed() {
        List<Member> members = Member.compared(List.of(
                member("a", Map.of("orders", "tea")),
                member("b", Map.of("orders", "coffee")),
                member("c", Map.of("orders", "tea")),
                member("d", null)));
        assertThat(members.stream().filter(Member::differs).map(Member::id)).containsExactly("b");
    }
}
