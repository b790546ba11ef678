package dev.pipette.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Finds the mistyped option behind one that is missing: who types {@code --intoo} misses no {@code --into}. */
final class UnknownOption {
    private UnknownOption() {}

    /** The problem to report: an unknown option rather than a missing one. */
    static ParameterException behind(ParameterException refused, String... arguments) {
        if (!(refused instanceof MissingParameterException)) {
            return refused;
        }
        CommandLine command = refused.getCommandLine();
        for (String argument : arguments) {
            if (argument.equals("--")) {
                break;
            }
            String name = argument.replaceFirst("=.*", "");
            if (name.matches("--[a-z][a-z-]*") && !isKnown(command, name)) {
                return new UnmatchedArgumentException(command, List.of(name));
            }
        }
        return refused;
    }

    private static boolean isKnown(CommandLine command, String name) {
        for (CommandLine at = command; at != null; at = at.getParent()) {
            if (at.getCommandSpec().findOption(name) != null) {
                return true;
            }
        }
        return false;
    }
}
