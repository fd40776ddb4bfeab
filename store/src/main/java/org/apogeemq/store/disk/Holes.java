package org.apogeemq.store.disk;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Linux where the holes of a file are ({@code lseek} with {@code SEEK_DATA}), for which the JDK has no call. The
 * native handles are made at the first question, which takes some 50 ms; a start without damage never asks.
 */
final class Holes {
    private static final Logger LOG = LoggerFactory.getLogger(Holes.class);
    private static final int SEEK_DATA = 3;
    private static final int READ_ONLY = 0;
    private static final int NO_DATA_BEHIND = 6; // ENXIO

    private Holes() {}

    /** Position of the next data at or behind {@code position}; {@code Long.MAX_VALUE}: none; -1: not known. */
    static long nextData(Path file, long position) {
        return Native.CALLS == null ? -1 : Native.CALLS.nextData(file, position);
    }

    private static final class Native {
        static final Calls CALLS = load();

        private Native() {}

        private static Calls load() {
            if (!Files.exists(Path.of("/proc/self/stat"))) {
                return null; // elsewhere the constants are others
            }
            try {
                return new Calls(Linker.nativeLinker());
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("holes of files cannot be skipped, looking through a log takes longer: {}", e.toString());
                return null;
            }
        }
    }

    private static final class Calls {
        private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

        private final MemoryLayout state = Linker.Option.captureStateLayout();
        private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        private final MethodHandle open;
        private final MethodHandle lseek;
        private final MethodHandle close;

        Calls(Linker linker) {
            open = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(INT, ADDRESS, INT),
                    Linker.Option.firstVariadicArg(2));
            lseek = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("lseek"),
                    FunctionDescriptor.of(LONG, INT, LONG, INT),
                    Linker.Option.captureCallState("errno"));
            close = linker.downcallHandle(linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(INT, INT));
        }

        long nextData(Path file, long position) {
            try (Arena arena = Arena.ofConfined()) {
                int descriptor = (int) open.invokeExact(
                        arena.allocateFrom(file.toAbsolutePath().toString()), READ_ONLY);
                if (descriptor < 0) {
                    return -1;
                }
                MemorySegment captured = arena.allocate(state);
                long data = (long) lseek.invokeExact(captured, descriptor, position, SEEK_DATA);
                int error = (int) errno.get(captured, 0L);
                int closed = (int) close.invokeExact(descriptor);
                if (closed < 0) {
                    LOG.debug("closing {} after asking for its holes failed", file);
                }
                return data < 0 && error == NO_DATA_BEHIND ? Long.MAX_VALUE : data;
            } catch (Throwable e) { // what a method handle declares; these calls throw nothing
                throw new IllegalStateException("asking for the holes of " + file + " failed", e);
            }
        }
    }
}
