package dev.pipette.cli;

import dev.pipette.admin.RunningScript;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that {@code pipette run} runs: a script of JShell code, a Java source file, or a replication file.
 *
 * <pre>{@code
 * ProgramFile nightly = ProgramFile.of("nightly.jsh");
 * }</pre>
 *
 * @param path of the file
 */
public record ProgramFile(Path path) {
    private static final String SCRIPT = ".jsh";
    private static final String JAVA = ".java";
    private static final List<String> YAML = List.of(".yaml", ".yml");

    /** Whether a word names a program; no source has such a name. */
    public static boolean isOne(String word) {
        return isCode(word) || isReplication(word);
    }

    /** Whether a word names a program that is code of Java. */
    static boolean isCode(String word) {
        return word.endsWith(SCRIPT) || word.endsWith(JAVA);
    }

    /** Whether a word names a replication file. */
    public static boolean isReplication(String word) {
        return YAML.stream().anyMatch(word::endsWith);
    }

    /**
     * The program that a word names.
     *
     * @throws PipetteException BAD_USAGE when it is not there, or cannot be read
     */
    public static ProgramFile of(String word) {
        Path path = Path.of(word);
        if (!Files.exists(path)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "there is no file " + path.toAbsolutePath().normalize() + ". Correct the path.");
        }
        if (Files.isDirectory(path) || !Files.isReadable(path)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    path.toAbsolutePath().normalize()
                            + " is not a file that can be read. Name a .jsh, .java or .yaml file.");
        }
        return new ProgramFile(path);
    }

    /** Runs it to its end; its exit code. */
    int run(ProgramRun run) throws IOException, InterruptedException {
        ProgramRun named = run.of(RunningScript.of(path));
        if (isReplication(path.toString())) {
            return ReplicationProgram.run(path, named);
        }
        ScriptFile source = ScriptFile.read(path);
        DeclaredParameters.in(source.text())
                .checkKnown(path.toString(), run.overrides().params().keySet());
        return path.toString().endsWith(SCRIPT)
                ? named.script(CellTests.in(source).others())
                : JavaProgram.run(path, named);
    }

    /** Its parameters, for people. */
    String help() throws IOException {
        return DeclaredParameters.in(ScriptFile.read(path).text()).text(path.toString());
    }
}
