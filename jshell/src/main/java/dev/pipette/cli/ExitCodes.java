package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import java.util.stream.Stream;

/**
 * The exit codes, as {@code pipette --help} lists them.
 *
 * <pre>{@code
 * return ExitCodes.of(failed.code());   // 3 for what is wrong with the data
 * }</pre>
 */
public final class ExitCodes {
    /** Success, also when there was nothing new. */
    public static final int SUCCESS = 0;
    /** A fault of Pipette, or an exception of a script. */
    public static final int INTERNAL_ERROR = 1;
    /** A wrong call. */
    public static final int BAD_USAGE = 2;
    /** Wrong data. */
    public static final int BAD_DATA = 3;
    /** The destination, the working folder or the store of jobs failed. */
    public static final int DESTINATION_FAILED = 4;

    /** As {@code sysexits.h} has it: an error while something was written. */
    public static final int OUTPUT_FAILED = 74;

    /** The exit code of a program whose output is no longer read: 128 and the number of the signal. */
    public static final int OUTPUT_CLOSED = 141;

    /** As of a program that Ctrl-C ends: 128 and the number of the signal. */
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}

    /** That of an error by the name of its code; that of an internal error for a name that is none. */
    public static int ofName(String code) {
        return Stream.of(ErrorCode.values())
                .filter(known -> known.name().equals(code))
                .findFirst()
                .map(ExitCodes::of)
                .orElse(INTERNAL_ERROR);
    }

    /** That of an error. */
    public static int of(ErrorCode code) {
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
