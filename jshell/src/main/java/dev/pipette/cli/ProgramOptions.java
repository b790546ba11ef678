package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command that runs a program decides for it. */
final class ProgramOptions {
    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description =
                    "Gives a program the value of a parameter. Not for secrets: every user of the machine can see the"
                            + " words of a command. Put those into the settings.")
    private List<String> params = List.of();

    @Mixin
    private final LibraryOptions libraries = new LibraryOptions();

    /** What the program uses besides Pipette. */
    List<Path> libraries(PrintWriter err) {
        return libraries.paths(err);
    }

    /** The values by name. */
    Map<String, String> params() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String param : params) {
            int equals = param.indexOf('=');
            if (equals < 1) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "--param " + param + ": write the name and the value, like --param days=7");
            }
            String name = param.substring(0, equals);
            String value = param.substring(equals + 1);
            if (Secrets.isSecretName(name)) {
                Secrets.remember(value);
            }
            if (values.put(name, value) != null) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "--param " + name + " is given twice. Leave one of them out.");
            }
        }
        return values;
    }
}
