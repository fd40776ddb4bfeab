package org.apogeemq.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.FaultyDisk;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ZeroAheadTest {
    private static final Path FOLDER = Path.of("/log");
    private static final int SEGMENT_BYTES = 64 * 1024; // pieces of 4 KiB
    private static final int PIECE_BYTES = SEGMENT_BYTES / 16;
    private static final long SPACE = 1 << 30;

    private final FaultyDisk disk = new FaultyDisk();
    private final Disk booted = disk.boot();

    private Segments open(Disk real) throws IOException {
        real.createFolders(FOLDER);
        return Segments.open(real, FOLDER, SEGMENT_BYTES);
    }

    private long written() throws IOException {
        return SPACE - booted.freeBytes(FOLDER);
    }

    @Test
    void someIsZeroedAheadAndMoreAsTheLogGrows() throws IOException {
        Segments segments = open(booted);
        ZeroAhead zeroAhead = new ZeroAhead(segments, 100);
        disk.spaceLeft(SPACE);
        zeroAhead.extend();
        assertThat(written()).isBetween(2L * PIECE_BYTES, 8L * PIECE_BYTES);
        long before = written();
        zeroAhead.extend();
        assertThat(written()).isEqualTo(before);
        zeroAhead.writing(100 + 3 * PIECE_BYTES);
        zeroAhead.extend();
        assertThat(written()).isGreaterThan(before);
    }

    @Test
    void nothingIsZeroedBehindTheEndOfTheFile() throws IOException {
        Segments segments = open(booted);
        ZeroAhead zeroAhead = new ZeroAhead(segments, 0);
        for (int end = 0; end < SEGMENT_BYTES; end += 1_000) {
            zeroAhead.writing(end);
            zeroAhead.extend();
        }
        assertThat(disk.list(FOLDER)).hasSize(1);
        assertThat(disk.bytes(FOLDER.resolve("0".repeat(20)))).hasSize(SEGMENT_BYTES);
    }

    @Test
    void aFullDiskOnlyEndsIt() throws IOException {
        Segments segments = open(booted);
        ZeroAhead zeroAhead = new ZeroAhead(segments, 0);
        disk.spaceLeft(FaultyDisk.PAGE_BYTES);
        zeroAhead.extend();
        assertThat(booted.freeBytes(FOLDER)).isZero();
        disk.spaceLeft(SPACE);
        zeroAhead.extend();
        assertThat(written()).isPositive();
    }

    @Test
    void theOwnerWaitsForThePieceItWouldWriteIntoAndForNoOther() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Segments segments = open(pausing(writing, goOn));
        ZeroAhead zeroAhead = new ZeroAhead(segments, 0);
        Thread forcing = Thread.ofPlatform().start(zeroAhead::extend);
        writing.await();
        zeroAhead.writing(2 * PIECE_BYTES); // up to the piece that is being written: no need to wait
        Thread owner = Thread.ofPlatform().start(() -> zeroAhead.writing(2 * PIECE_BYTES + 1));
        Awaitility.await().until(() -> owner.getState() == Thread.State.BLOCKED);
        goOn.countDown();
        owner.join();
        forcing.join();
    }

    @Test
    void nothingThatWasWrittenIsEverZeroed() throws Exception {
        Segments segments = open(booted);
        ZeroAhead zeroAhead = new ZeroAhead(segments, 0);
        Thread owner = Thread.ofPlatform().start(() -> fill(segments, zeroAhead));
        while (owner.isAlive()) {
            zeroAhead.extend();
        }
        owner.join();
        for (String name : disk.list(FOLDER)) {
            assertThat(disk.bytes(FOLDER.resolve(name))).as(name).doesNotContain(0);
        }
    }

    /** Writes ones to twenty segments, as the log's owner does. */
    private static void fill(Segments segments, ZeroAhead zeroAhead) {
        Random random = new Random(20_261_121);
        byte[] ones = new byte[SEGMENT_BYTES];
        Arrays.fill(ones, (byte) 1);
        try {
            for (int i = 0; i < 20; i++) {
                Segment segment = i == 0 ? segments.segment(0) : segments.advance();
                int at = 0;
                while (at < SEGMENT_BYTES) {
                    int bytes = Math.min(1 + random.nextInt(2 * PIECE_BYTES), SEGMENT_BYTES - at);
                    zeroAhead.writing(segment.base() + at + bytes);
                    segment.file().write(ByteBuffer.wrap(ones, 0, bytes), at);
                    at += bytes;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A disk whose writes say that they have begun, and go on when told. */
    private Disk pausing(CountDownLatch begun, CountDownLatch goOn) {
        return wrapped(
                Disk.class,
                booted,
                (name, result) -> result instanceof DiskFile file
                        ? wrapped(DiskFile.class, file, (method, inner) -> {
                            if (method.equals("write")) {
                                begun.countDown();
                                goOn.await();
                            }
                            return inner;
                        })
                        : result);
    }

    private interface Around {
        Object returned(String method, Object result) throws Exception;
    }

    private static <T> T wrapped(Class<T> type, T target, Around around) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, args) -> {
            try {
                return around.returned(method.getName(), method.invoke(target, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
