package dev.pipette.avro;

import java.io.IOException;

/** Bytes that are not what the format allows at their place; the message is a phrase. */
class CorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptException(String problem) {
        super(problem);
    }
}
