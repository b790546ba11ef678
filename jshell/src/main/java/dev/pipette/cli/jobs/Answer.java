package dev.pipette.cli.jobs;

import static java.util.Objects.requireNonNull;

import dev.pipette.cli.ExitCodes;
import dev.pipette.cli.JsonDocument;
import dev.pipette.cli.Problems;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command of jobs answers: as text, or as one JSON document, also where it fails. */
final class Answer {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", description = "Prints one JSON document and nothing else on standard output.")
    private boolean json;

    /** What a command does. */
    @FunctionalInterface
    interface Work {
        /** Does it; its exit code. */
        int run() throws Exception;
    }

    /** Whether a document is asked for. */
    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return requireNonNull(command).commandLine().getOut();
    }

    PrintWriter err() {
        return requireNonNull(command).commandLine().getErr();
    }

    /** Does the work of a command. Where it fails, the document says why. */
    int of(Work work) throws Exception {
        try {
            return work.run();
        } catch (RuntimeException failed) {
            if (json) {
                out().println(JsonDocument.indented(Problems.document(failed)));
            }
            throw failed;
        } finally {
            out().flush();
        }
    }

    /** Prints a value. */
    int print(Object text, String document) {
        out().println(json ? document : text);
        return ExitCodes.SUCCESS;
    }

    /** Prints values: as a table, or as an array of their documents. */
    <T> int print(Object text, List<T> values, Function<T, String> document) {
        return print(
                text, "[" + String.join(",\n", values.stream().map(document).toList()) + "]");
    }
}
