package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette completion}: the script by which a shell completes the command's words. */
@Command(
        name = "completion",
        description = {
            "Prints a script that lets the shell complete commands, options and their values.",
            "",
            "Put one line into .bashrc:  source <(pipette completion bash)",
            "or into .zshrc:             source <(pipette completion zsh)"
        },
        footer = {"  pipette completion bash", "  pipette completion zsh"})
final class CompletionCommand implements Callable<Integer> {
    private static final String SCRIPT = "completion.bash";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    private enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        PrintWriter out = commandLine.getOut();
        // one script for both: under zsh it loads bashcompinit first
        out.print(AutoComplete.bash("pipette", commandLine.getParent()));
        out.print(ofThisMachine());
        out.flush();
        return ExitCodes.SUCCESS;
    }

    /** Completes what picocli cannot know: names of this machine. */
    private static String ofThisMachine() throws IOException {
        try (InputStream script = CompletionCommand.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IOException("the class path has no " + SCRIPT + ": build Pipette again");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
