package org.apogeemq.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> NAMES =
            List.of("listenPort", "brokerName", "brokerRole", "flushDiskType", "namesrvAddr");

    @ParameterizedTest
    @CsvSource({
        "listenport,    listenPort",
        "lisetnPort,    listenPort",
        "brokerNme,     brokerName",
        "flushDisktype, flushDiskType",
        "namesvrAddr,   namesrvAddr",
        "nameserverAddr, namesrvAddr",
    })
    void aSlipOfThePenIsFound(String wrong, String meant) {
        assertThat(NearestName.of(wrong, NAMES)).contains(meant);
    }

    @Test
    void somethingElseEntirelyIsNotGuessedAt() {
        assertThat(NearestName.of("memory", NAMES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', abc, 3", "abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "abc, xbc, 1", "abc, xyz, 3"})
    void theDistanceCountsTheLettersThatDiffer(String from, String to, int distance) {
        assertThat(NearestName.distance(from, to)).isEqualTo(distance);
        assertThat(NearestName.distance(to, from)).isEqualTo(distance);
    }
}
