package org.apogeemq.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    @Test
    void onlyWhatWasStoredAsAskedForCounts() throws Exception {
        Outcomes outcomes = new Outcomes(3);
        long start = System.nanoTime();
        answer(outcomes, SendStatus.SEND_OK);
        answer(outcomes, SendStatus.FLUSH_DISK_TIMEOUT);
        outcomes.enter();
        outcomes.callback(32).onException(new IllegalStateException("refused"));

        LoadResult result = outcomes.awaitAll(start);

        assertThat(result.messages()).isEqualTo(32);
        assertThat(result.failed()).isEqualTo(64);
        assertThat(result.firstFailure()).isEqualTo("FLUSH_DISK_TIMEOUT");
        assertThat(result.latencies().getTotalCount()).isEqualTo(1);
        assertThat(result.rate()).isPositive();
    }

    @Test
    void aStampedBodyTellsWhenItWasDue() {
        assertThat(Bodies.stampOf(Bodies.stamped(Bodies.random(100), 123_456_789L)))
                .isEqualTo(123_456_789L);
        assertThat(Bodies.random(100)).isEqualTo(Bodies.random(100));
    }

    private static void answer(Outcomes outcomes, SendStatus status) throws InterruptedException {
        SendResult result = new SendResult();
        result.setSendStatus(status);
        outcomes.enter();
        outcomes.callback(32).onSuccess(result);
    }
}
