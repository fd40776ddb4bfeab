package org.apogeemq.broker.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.ResponseCodes;
import org.junit.jupiter.api.Test;

class SqlFiltersTest {
    private final SqlFilters filters = new SqlFilters(true);

    @Test
    void anExpressionIsCompiledOnce() {
        assertThat(filters.of("a > 1")).isSameAs(filters.of("a > 1"));
        assertThat(filters.of("a >")).isSameAs(filters.of("a >"));
    }

    @Test
    void thoseNotUsedForLongestMakeRoom() {
        SqlFilter first = filters.of("a > 0");
        for (int i = 1; i < 2 * SqlFilters.KEPT_MAX; i++) {
            filters.of("a > " + i);
            assertThat(filters.of("a > 0")).as("used all the time").isSameAs(first);
        }
        assertThat(filters.size()).isEqualTo(SqlFilters.KEPT_MAX);
    }

    @Test
    void longExpressionsDoNotFillTheMemory() {
        for (int i = 0; i < 100; i++) {
            filters.of("a = '" + "x".repeat(60_000) + i + "'");
        }
        assertThat(filters.size()).isEqualTo(SqlFilters.KEPT_CHARACTERS_MAX / 60_007);
    }

    @Test
    void whatIsWrongWithAnExpressionIsToldWhenItIsUsed() {
        assertThatThrownBy(() -> filters.of("price >").filter())
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ResponseCodes.SUBSCRIPTION_PARSE_FAILED))
                .hasMessageContaining("line 1, column 8: found end of the expression");
    }

    @Test
    void onlySqlIsTakenAndOnlyIfItIsEnabled() {
        filters.check("SQL92");
        assertThatThrownBy(() -> filters.check("XPATH")).hasMessageEndingWith("filter message by XPATH");
        assertThatThrownBy(() -> new SqlFilters(false).check("SQL92"))
                .hasMessageEndingWith("filter message by SQL92: enablePropertyFilter is false");
    }
}
