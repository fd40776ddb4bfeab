package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConcurrentSubmitTest {
    private static final int THREADS = 4;
    private static final int DRAFTS = 1500;
    private static final int QUEUES = 3;

    @Test
    void fourSubmittersGetGaplessQueuesAndKeepTheirOrder() throws InterruptedException {
        submitFromFourThreads(new TestStore().open());
    }

    @Test
    void theSameWhenAnswersWaitForTheDisk() throws InterruptedException {
        submitFromFourThreads(new TestStore().syncFlush().open());
    }

    @Test
    void readersSeeOnlyWholeMessagesWhileTheyAreWritten() throws InterruptedException {
        TestStore test = new TestStore().open();
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong read = new AtomicLong();
        Thread reader = new Thread(
                () -> {
                    boolean last;
                    do {
                        last = done.getCount() == 0;
                        read.set(test.bodies("orders", 0).size());
                    } while (!last);
                },
                "reader");
        reader.start();
        for (int i = 0; i < 3000; i++) {
            test.send("orders", 0, "message " + i);
            if (i % 500 == 0) {
                test.time.advance(Duration.ofSeconds(1)); // entries go to files meanwhile
            }
        }
        done.countDown();
        reader.join();
        assertThat(read).hasValue(3000);
        test.close();
    }

    @Test
    void aCompletionMaySubmitAgain() {
        TestStore test = new TestStore().open();
        ConsumeQueue queue = test.queue("orders", 0);
        AtomicInteger left = new AtomicInteger(1000);
        Draft draft = new Draft(1024, 1, completed -> {
            if (left.decrementAndGet() > 0) {
                completed.clear();
                Records.add(completed, queue, "again", null, true);
                test.store.submit(completed);
            }
        });
        Records.add(draft, queue, "first", null, true);
        test.store.submit(draft);
        Awaitility.await().until(() -> left.get() == 0);
        assertThat(queue.maxOffset()).isEqualTo(1000);
        test.close();
    }

    private static void submitFromFourThreads(TestStore test) throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(new Thread(() -> failures.addAndGet(submitMany(test, thread)), "submitter-" + t));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).hasValue(0);
        assertAllThereInOrder(test);
        test.kill();
        assertAllThereInOrder(test);
        test.close();
    }

    private static int submitMany(TestStore test, int thread) {
        AtomicInteger failures = new AtomicInteger();
        int inFlight = 8;
        Semaphore free = new Semaphore(inFlight);
        Draft[] drafts = new Draft[inFlight];
        boolean[] busy = new boolean[inFlight];
        for (int d = 0; d < inFlight; d++) {
            int mine = d;
            drafts[d] = new Draft(2048, 2, draft -> {
                for (int i = 0; i < draft.records(); i++) {
                    failures.addAndGet(draft.outcome(i) == Outcome.STORED ? 0 : 1);
                }
                draft.clear();
                synchronized (busy) {
                    busy[mine] = false;
                }
                free.release();
            });
        }
        for (int n = 0; n < DRAFTS; n++) {
            free.acquireUninterruptibly();
            Draft draft = null;
            synchronized (busy) {
                for (int d = 0; draft == null; d++) {
                    if (!busy[d]) {
                        busy[d] = true;
                        draft = drafts[d];
                    }
                }
            }
            Records.add(draft, test.queue("orders", n % QUEUES), thread + ":" + n + ":a", null, true);
            Records.add(draft, test.queue("orders", n % QUEUES), thread + ":" + n + ":b", null, n % 2 == 0);
            test.store.submit(draft);
        }
        free.acquireUninterruptibly(inFlight);
        return failures.get();
    }

    private static void assertAllThereInOrder(TestStore test) {
        int all = 0;
        for (int q = 0; q < QUEUES; q++) {
            List<String> bodies = test.bodies("orders", q);
            all += bodies.size();
            for (int t = 0; t < THREADS; t++) {
                String prefix = t + ":";
                List<String> mine =
                        bodies.stream().filter(body -> body.startsWith(prefix)).toList();
                List<String> expected = new ArrayList<>();
                for (int n = q; n < DRAFTS; n += QUEUES) {
                    expected.add(t + ":" + n + ":a");
                    expected.add(t + ":" + n + ":b");
                }
                assertThat(mine).isEqualTo(expected);
            }
        }
        assertThat(all).isEqualTo(THREADS * DRAFTS * 2);
    }
}
