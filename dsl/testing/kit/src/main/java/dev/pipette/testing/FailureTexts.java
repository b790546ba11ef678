package dev.pipette.testing;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.WriteDisposition;
import java.util.stream.Collectors;

/** How loads and errors look inside the text of a failure. */
final class FailureTexts {
    private FailureTexts() {}

    /** An error by its message; one that is not Pipette's by its class too, whose message seldom says enough. */
    static String of(Throwable failure) {
        return failure instanceof PipetteException ? String.valueOf(failure.getMessage()) : failure.toString();
    }

    /** What a run loaded, without its times. */
    static String loaded(LoadInfo info) {
        return info.tables().isEmpty()
                ? "nothing"
                : info.tables().stream().map(FailureTexts::loaded).collect(Collectors.joining(", "));
    }

    private static String loaded(TableLoad load) {
        return load.table() + " " + load.rows() + " " + past(load.disposition());
    }

    static String past(WriteDisposition.Kind disposition) {
        return switch (disposition) {
            case APPEND -> "appended";
            case REPLACE, REPLACE_WHERE -> "replaced";
            case MERGE -> "merged";
        };
    }
}
