package dev.pipette.engine.extract;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A set of keys of rows that are already loaded, so that these are not sent to the destination. Those that are not
 * known here are compared there again. Kept outside the heap, 32 to 64 bytes a key; read when the first row needs it.
 */
final class KnownRows implements AutoCloseable {
    private static final long SLOT_BYTES = 2L * Long.BYTES;

    private final LoadedKeys keys;

    /** Whether the set is complete; what was written before it is seen by all threads. */
    private volatile boolean isAsked;

    private @Nullable Arena arena;
    private MemorySegment slots = MemorySegment.NULL;
    private long mask;

    /** How many more keys are taken: half of the slots stay empty, or looking would take long. */
    private long free;

    /** An empty slot has two zeros, which is a key as well. */
    private boolean hasZero;

    KnownRows(LoadedKeys keys) {
        this.keys = keys;
    }

    /** Whether the key of these 128 bits is in the set; several threads may ask. */
    boolean contains(long high, long low) {
        if (!isAsked) {
            ask();
        }
        return isZero(high, low) ? hasZero : isAt(slot(high, low), high, low);
    }

    private synchronized void ask() {
        if (arena == null) {
            Arena memory = Arena.ofShared();
            arena = memory;
            allocate(memory, 0);
            keys.into(count -> allocate(memory, count), this::add);
            isAsked = true;
        }
    }

    private void add(UUID key) {
        long high = key.getMostSignificantBits();
        long low = key.getLeastSignificantBits();
        if (isZero(high, low)) {
            hasZero = true;
            return;
        }
        long slot = slot(high, low);
        if (isAt(slot, 0, 0) && free > 0) {
            set(slot, high, low);
            free--;
        }
    }

    private static boolean isZero(long high, long low) {
        return (high | low) == 0;
    }

    /** Where the key is, or else the empty place where it would be. */
    private long slot(long high, long low) {
        long slot = low & mask;
        while (!isAt(slot, high, low) && !isAt(slot, 0, 0)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isAt(long slot, long high, long low) {
        long offset = slot * SLOT_BYTES;
        return slots.get(ValueLayout.JAVA_LONG, offset) == high
                && slots.get(ValueLayout.JAVA_LONG, offset + Long.BYTES) == low;
    }

    private void set(long slot, long high, long low) {
        long offset = slot * SLOT_BYTES;
        slots.set(ValueLayout.JAVA_LONG, offset, high);
        slots.set(ValueLayout.JAVA_LONG, offset + Long.BYTES, low);
    }

    private void allocate(Arena memory, long count) {
        long size = Long.highestOneBit(2 * Math.max(1, count) - 1) << 1;
        slots = memory.allocate(size * SLOT_BYTES, Long.BYTES);
        mask = size - 1;
        free = size / 2;
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }
}
