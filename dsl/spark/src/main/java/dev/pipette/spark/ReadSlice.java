package dev.pipette.spark;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.worker.SliceWorker;
import java.io.Serializable;
import scala.Function1;
import scala.collection.Iterator;

/**
 * Reads the slice of a partition, in an executor. Errors that another attempt may not meet are thrown, so that Spark tries again;
 * errors of every attempt are returned, because Spark repeats whatever is thrown.
 */
final class ReadSlice implements Function1<Iterator<String>, String>, Serializable {
    private static final long serialVersionUID = 1L;

    /** The error of an attempt. Spark serializes it for the driver: it has only text, because not every cause can travel. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String outcome;

        Failed(PipetteException error) {
            super(error.getMessage());
            this.outcome = SliceOutcome.failed(error);
            setStackTrace(error.getStackTrace());
        }

        String outcome() {
            return outcome;
        }
    }

    @Override
    public String apply(Iterator<String> tasks) {
        while (tasks.hasNext()) {
            try {
                SliceWorker.run(TaskText.read(tasks.next()));
            } catch (PipetteException failed) {
                if (failsEachTime(failed.code())) {
                    return SliceOutcome.failed(failed);
                }
                throw new Failed(failed);
            }
        }
        return SliceOutcome.WELL;
    }

    /** Wrong calls and settings, and keys that are refused: repeated attempts with these block an address. */
    private static boolean failsEachTime(ErrorCode code) {
        return switch (code.kind()) {
            case USAGE -> code != ErrorCode.INTERRUPTED;
            case DATA -> code == ErrorCode.SOURCE_AUTH;
            case DESTINATION -> code == ErrorCode.DESTINATION_AUTH;
        };
    }
}
