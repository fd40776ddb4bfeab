package org.apogeemq.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagFilterTest {
    @Test
    void aStarAndAnEmptyExpressionLetEverythingThrough() {
        for (String expression : new String[] {"*", "", "  ", null}) {
            assertThat(TagFilter.parse(expression).matches("TagA".hashCode())).isTrue();
            assertThat(TagFilter.parse(expression).matches(0)).isTrue();
        }
    }

    @Test
    void onlyTheTagsNamedPass() {
        TagFilter filter = TagFilter.parse(" TagA||TagB || ");
        assertThat(filter.matches("TagA".hashCode())).isTrue();
        assertThat(filter.matches("TagB".hashCode())).isTrue();
        assertThat(filter.matches("TagC".hashCode())).isFalse();
        assertThat(filter.matches(0)).isFalse();
    }

    @Test
    void aNegativeHashInAQueueEntryIsTheSameAsInASubscription() {
        int code = "order-cancelled".hashCode();
        assertThat(TagFilter.of(new int[] {code}).matches((long) code)).isTrue();
    }
}
