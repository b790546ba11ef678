package dev.pipette.cli;

import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.text.Secrets;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs what was parsed: a help text with its colors, or a command, after the secrets of its arguments and of the
 * files of settings are known. */
final class Execution {
    private Execution() {}

    static int run(ParseResult parsed) {
        rememberSecrets(parsed.originalArgs());
        if (asksForHelp(parsed)) {
            return Screen.trusting(parsed.commandSpec().commandLine().getOut(), () -> new RunLast().execute(parsed));
        }
        logLevel(parsed).use();
        rememberFiles();
        return new RunLast().execute(parsed);
    }

    private static RunLogLevel logLevel(ParseResult parsed) {
        return parsed.commandSpec().root().userObject() instanceof PipetteCommand pipette
                ? pipette.logLevel
                : RunLogLevel.OFF;
    }

    /** Also for commands that need no settings: a secret of {@code .env} could be in what they print. */
    private static void rememberFiles() {
        try {
            Settings _ = Settings.load();
        } catch (PipetteException unreadable) {
            // the command says so where it needs the settings
        }
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
