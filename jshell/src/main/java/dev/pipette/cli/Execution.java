package dev.pipette.cli;

import dev.pipette.spi.Secrets;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs what was parsed: a help text with its colors, or a command that remembers the secrets of its arguments first. */
final class Execution {
    private Execution() {}

    static int run(ParseResult parsed) {
        rememberSecrets(parsed.originalArgs());
        return asksForHelp(parsed)
                ? Screen.trusting(parsed.commandSpec().commandLine().getOut(), () -> new RunLast().execute(parsed))
                : new RunLast().execute(parsed);
    }

    /** By its option, or by no command at all. */
    private static boolean asksForHelp(ParseResult parsed) {
        boolean asked = parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
        return asked || (parsed.hasSubcommand() ? asksForHelp(parsed.subcommand()) : isRoot(parsed));
    }

    private static boolean isRoot(ParseResult parsed) {
        return parsed.commandSpec().parent() == null;
    }

    /** An address is a secret from here on, also where it is the wrong word in the wrong place. */
    static void rememberSecrets(Iterable<String> arguments) {
        for (String argument : arguments) {
            Secrets.rememberAddress(argument);
            int equals = argument.startsWith("-") ? argument.indexOf('=') : -1;
            if (equals > 0) {
                Secrets.rememberAddress(argument.substring(equals + 1));
            }
        }
    }
}
