package org.apogeemq.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
    private static final String MESSAGE = "price\1" + "120\2" + "big\1" + "3000000000\2" + "rate\1" + "1.5\2"
            + "city\1München\2" + "paid\1True\2" + "TAGS\1red\2" + "empty\1\2" + "twice\1" + "1\2" + "twice\1" + "2\2"
            + "other\1" + "120.0\2" + "last\1end";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        price > 100                                | TRUE
        price >= 120 and price <= 120              | TRUE
        price between 100 and 119                  | FALSE
        price not between 100 and 119              | TRUE
        rate = 1.5                                 | TRUE
        rate > 1                                   | FAULT
        rate > 1.0                                 | TRUE
        big > 5                                    | FAULT
        big > 5.0                                  | TRUE
        big > 2999999999                           | TRUE
        city = 'München'                           | TRUE
        city <> 'Berlin'                           | TRUE
        city > 5                                   | FAULT
        city contains 'nch'                        | TRUE
        city startswith 'Mü' and city endswith 'n' | TRUE
        city not startswith 'Mü'                   | FALSE
        city in ('Berlin', 'München')              | TRUE
        city not in ('Berlin', 'München')          | FALSE
        paid = true                                | TRUE
        paid = FALSE                               | FALSE
        (price > 100) = TRUE                       | TRUE
        price = other                              | FALSE
        price <= other                             | TRUE
        TAGS = 'red' and last = 'end'              | TRUE
        twice = 2                                  | TRUE
        absent = 'x'                               | UNKNOWN
        absent <> 'x'                              | UNKNOWN
        'x' = absent                               | FALSE
        absent is null                             | TRUE
        empty is null                              | TRUE
        price is not null                          | TRUE
        absent > 5 or price > 5                    | TRUE
        absent > 5 and price > 5                   | UNKNOWN
        absent > 5 and price > 500                 | FALSE
        not (absent > 5)                           | UNKNOWN
        absent contains 'x'                        | FALSE
        absent not contains 'x'                    | FALSE
        price                                      | FALSE
        not price                                  | TRUE
        -price < 0                                 | UNKNOWN
        price > -5                                 | TRUE
        price > 5 -- and so on                     | TRUE
        """)
    void anExpressionSaysOfAMessage(String expression, Truth truth) throws FilterSyntaxException {
        assertThat(Messages.evaluate(Filter.compile(expression), MESSAGE)).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        price >                | line 1, column 8: found end of the expression, expected a property
        price > 'x'            | line 1, column 9: found a string, expected a number or a property
        name like 'a%'         | line 1, column 6: found "like", expected AND, OR, a comparison or the end; there is no LIKE
        (a > 3                 | line 1, column 7: found end of the expression, expected AND, OR, a comparison or )
        a > 3)                 | line 1, column 6: found ")", expected AND, OR
        a + 1 > 5 | line 1, column 3: found "+", expected AND, OR, a comparison or the end; there is no arithmetic
        a != 3                 | line 1, column 3: found "!", which has no meaning here; not equal is <>
        a = NULL               | line 1, column 5: found NULL, expected a value; to ask for NULL write IS NULL
        a = 'b                 | line 1, column 5: this string has no end
        a in (1, 2)            | line 1, column 7: found "1", expected a string
        5 in ('a')             | line 1, column 1: found the number 5, expected a property in front of IN
        a between 5 and 1      | line 1, column 11: found the lower bound 5, expected at most the upper bound 1
        a > 9223372036854775808 | line 1, column 5: found "9223372036854775808", but a whole number is at most
        5                      | line 1, column 1: found the number 5, expected a condition
        a not 5                | line 1, column 7: found "5", expected BETWEEN, IN, CONTAINS, STARTSWITH or ENDSWITH
        "a = 1 and\\n  b >> 2"  | line 2, column 6: found ">", expected a property
        """)
    void aFaultIsNamedWithItsPlace(String expression, String message) {
        assertThatThrownBy(() -> Filter.compile(expression.replace("\\n", "\n")))
                .isInstanceOf(FilterSyntaxException.class)
                .hasMessageContaining("SQL92 expression, " + message);
    }

    @Test
    void whatWouldStopABrokerIsRefused() throws FilterSyntaxException {
        Filter.compile("(".repeat(99) + "a" + ")".repeat(99));
        assertThatThrownBy(() -> Filter.compile("(".repeat(50_000))).hasMessageContaining("nested deeper than 100");
        assertThatThrownBy(() -> Filter.compile("not ".repeat(10_000) + "a")).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> Filter.compile("a" + " is null".repeat(5_000)))
                .hasMessageContaining("more than 100 comparisons of comparisons");
        assertThatThrownBy(() -> Filter.compile("a or ".repeat(3_000) + "a")).hasMessageContaining("2048 operands");
        assertThatThrownBy(() -> Filter.compile("a = '" + "x".repeat(70_000) + "'"))
                .hasMessageContaining("at most 65536 are allowed");
    }

    @Test
    void manyTermsCostNoStack() throws FilterSyntaxException {
        assertThat(Messages.evaluate(Filter.compile("a = 1 or ".repeat(1_000) + "price = 120"), MESSAGE))
                .isEqualTo(Truth.TRUE);
    }

    @Test
    void usualComparisonsAllocateNothing() throws FilterSyntaxException {
        Filter filter =
                Filter.compile("(price > 100 or price = 5) and rate <= 1.5 and city in ('Berlin', 'München', 'Rom')"
                        + " and paid = TRUE and not (city contains 'x' or absent is not null) and price <= other");
        byte[] text = MESSAGE.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(text);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(passing(filter, bytes, 1_000)).isEqualTo(1_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        int passed = passing(filter, bytes, 10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(passed).isEqualTo(10_000);
        assertThat(allocated).as("bytes allocated by 10,000 evaluations").isLessThan(10_000);
    }

    private static int passing(Filter filter, ByteBuffer bytes, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += filter.passes(bytes, 0, bytes.limit()) ? 1 : 0;
        }
        return passed;
    }
}
