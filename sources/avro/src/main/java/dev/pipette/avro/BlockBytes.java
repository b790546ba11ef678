package dev.pipette.avro;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads Avro's binary encoding from the plain bytes of one block. What would end behind the block is an error before memory
 * is taken for it.
 */
final class BlockBytes {
    /** Levels of records, lists and maps inside each other. */
    static final int MOST_LEVELS = 200;

    /** Items of a list that have no bytes at all: a few bytes could ask for any number of them. */
    private static final long MOST_EMPTY_ITEMS = 1_000_000;

    private final ByteBuffer bytes;
    private int level;
    private int documents;

    BlockBytes(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int remaining() {
        return bytes.remaining();
    }

    private void need(long count) throws CorruptException {
        if (count < 0 || count > bytes.remaining()) {
            throw new CorruptException("a value of " + count + " bytes does not fit into the " + bytes.remaining()
                    + " bytes that are left of the block");
        }
    }

    /** A variable-length number, whose sign is its lowest bit. */
    long number() throws CorruptException {
        long number = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            need(1);
            byte next = bytes.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (number >>> 1) ^ -(number & 1);
            }
        }
        throw new CorruptException("a number has more than 10 bytes");
    }

    /** A number of 32 bits. */
    int integer() throws CorruptException {
        long number = number();
        if (number != (int) number) {
            throw new CorruptException("the number " + number + " is not one of 32 bits");
        }
        return (int) number;
    }

    /**
     * A number from 0.
     *
     * @param end excluded
     * @param what it counts, for an error
     */
    int index(int end, String what) throws CorruptException {
        long number = number();
        if (number < 0 || number >= end) {
            throw new CorruptException("there is no " + what + " number " + number + " among " + end);
        }
        return (int) number;
    }

    boolean truth() throws CorruptException {
        need(1);
        byte value = bytes.get();
        if (value != 0 && value != 1) {
            throw new CorruptException("the byte " + (value & 0xff) + " is neither true nor false");
        }
        return value == 1;
    }

    float single() throws CorruptException {
        need(Float.BYTES);
        return bytes.getFloat();
    }

    double floating() throws CorruptException {
        need(Double.BYTES);
        return bytes.getDouble();
    }

    byte[] fixed(long size) throws CorruptException {
        need(size);
        byte[] value = new byte[(int) size];
        bytes.get(value);
        return value;
    }

    byte[] counted() throws CorruptException {
        return fixed(number());
    }

    String text() throws CorruptException {
        long size = number();
        need(size);
        ByteBuffer part = bytes.slice(bytes.position(), (int) size);
        bytes.position(bytes.position() + (int) size);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException failed) {
            throw new CorruptException("a text is not UTF-8");
        }
    }

    /** How many items follow, in the next part of a list or map; 0 at its end. */
    long items() throws CorruptException {
        long count = number();
        if (count < 0) {
            need(number());
            count = -count;
        }
        boolean fits = count >= 0 && (count <= bytes.remaining() || count <= MOST_EMPTY_ITEMS);
        if (!fits) {
            throw new CorruptException("a list of " + count + " items does not fit into the " + bytes.remaining()
                    + " bytes that are left of the block");
        }
        return count;
    }

    /** Goes into a record, list or map. */
    void enter() throws CorruptException {
        if (++level > MOST_LEVELS) {
            throw new CorruptException(
                    "records, lists and maps are more than " + MOST_LEVELS + " levels deep inside each other");
        }
    }

    void leave() {
        level--;
    }

    /** Begins a value that becomes a document as a whole. */
    void beginDocument() {
        documents++;
    }

    void endDocument() {
        documents--;
    }

    boolean isInDocument() {
        return documents > 0;
    }
}
