package dev.pipette.cli.shell;

import dev.pipette.cli.ShellProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a shell in process, and keeps what it prints. */
final class Shell {
    /** What a shell printed, with TIME in the place of how long runs took. */
    record Result(int exitCode, String out, String err) {}

    private Shell() {}

    /** Lines that are all there from the beginning, as from a pipe. */
    static Result piped(Path folder, String... lines) {
        return run(folder, List.of(), new StringReader(String.join("\n", lines) + "\n"));
    }

    /** Lines of which the shell does not see the next one before it took the one above. */
    static Result typed(Path folder, String... lines) {
        return run(folder, List.of(), new TypedText(String.join("\n", lines) + "\n"));
    }

    static Result run(Path folder, List<Path> scripts, Reader in) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try {
            int exitCode = InteractiveShell.run(start(folder, scripts, out, err), in);
            return new Result(exitCode, withoutTimes(out.toString()), err.toString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static ShellProgram.Start start(Path folder, List<Path> scripts, StringWriter out, StringWriter err) {
        return new ShellProgram.Start(
                scripts, List.of(), folder.resolve("home"), false, new PrintWriter(out), new PrintWriter(err));
    }

    static String withoutTimes(String text) {
        return text.replaceAll("\\b[\\d.]+ (?:ms|s|min)\\b", "TIME");
    }
}
