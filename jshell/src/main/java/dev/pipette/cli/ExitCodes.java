package dev.pipette.cli;

import dev.pipette.error.ErrorCode;

/** The exit codes, as {@code pipette --help} lists them. */
final class ExitCodes {
    static final int SUCCESS = 0;
    static final int INTERNAL_ERROR = 1;
    static final int BAD_USAGE = 2;
    static final int BAD_DATA = 3;
    static final int DESTINATION_FAILED = 4;

    /** As {@code sysexits.h} has it: an error while something was written. */
    static final int OUTPUT_FAILED = 74;

    /** The exit code of a program whose output is no longer read: 128 and the number of the signal. */
    static final int OUTPUT_CLOSED = 141;

    /** As of a program that Ctrl-C ends: 128 and the number of the signal. */
    static final int INTERRUPTED = 130;

    private ExitCodes() {}

    static int of(ErrorCode code) {
        if (code == ErrorCode.INTERRUPTED) {
            return INTERRUPTED;
        }
        return switch (code.kind()) {
            case USAGE -> BAD_USAGE;
            case DATA -> BAD_DATA;
            case DESTINATION -> DESTINATION_FAILED;
        };
    }
}
