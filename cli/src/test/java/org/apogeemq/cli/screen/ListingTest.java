package org.apogeemq.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.protocol.json.JsonWriter;
import org.junit.jupiter.api.Test;

class ListingTest {
    private record Thing(String name, Long number, Double rate, Long time, List<String> list) {}

    private final Listing<Thing> listing = new Listing<Thing>()
            .name("NAME", "name", Thing::name)
            .whole("NUMBER", "number", Thing::number)
            .decimal("RATE", "rate", Thing::rate)
            .time("TIME", "timeMillis", Thing::time)
            .list("LIST", "list", Thing::list)
            .text("SHOWN", null, thing -> "here")
            .map(null, "map", thing -> Map.of("a", "b"));

    private final Thing known = new Thing("orders", 12_345L, 1.25, 0L, List.of("a", "b"));
    private final Thing unknown = new Thing(null, null, null, null, null);

    @Test
    void whatIsNotKnownIsADashForPeople() {
        assertThat(listing.lines(List.of(known, unknown), 200))
                .containsExactly(
                        "NAME    NUMBER  RATE  TIME  LIST  SHOWN",
                        "orders  12,345   1.3  -     a, b  here",
                        "-            -     -  -     -     here");
    }

    @Test
    void namesOfFieldsAreFixedAndWhatIsNotKnownIsNull() {
        String fields = "\"name\":\"orders\",\"number\":12345,\"rate\":1.25,\"timeMillis\":null,\"list\":[\"a\",\"b\"]";
        assertThat(listing.array(List.of(known, unknown), new JsonWriter()).toString())
                .isEqualTo("[{" + fields + ",\"map\":{\"a\":\"b\"}},{\"name\":null,\"number\":null,\"rate\":null,"
                        + "\"timeMillis\":null,\"list\":null,\"map\":{\"a\":\"b\"}}]");
    }

    @Test
    void factsStandBelowEachOtherAndUnknownOnesAreLeftOut() {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        listing.facts(new Thing("orders", 7L, null, null, List.of()), Console.of(stream, stream, 80));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("NAME    orders", "NUMBER  7", "LIST    -", "SHOWN   here");
    }
}
