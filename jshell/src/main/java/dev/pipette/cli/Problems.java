package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import tools.jackson.core.JacksonException;

/**
 * Tells people what went wrong: the message once, the root cause once, the way out.
 *
 * <pre>{@code
 * out.println(JsonDocument.indented(Problems.document(failed)));
 * }</pre>
 */
public final class Problems {
    /** Characters of the cause that are in the message when the message repeats it, perhaps made shorter. */
    private static final int SAME_IF_SO_LONG = 30;

    /** How picocli lists the constants of an enum, and behind them the texts of those that have another. */
    private static final Pattern CHOICES = Pattern.compile("\\[([A-Za-z_, -]+)\\] \\(case-insensitive\\)");

    private Problems() {}

    /** Arguments that picocli could not read. */
    static int badArguments(ParameterException refused, String... arguments) {
        Execution.rememberSecrets(List.of(arguments));
        ParameterException bad = UnknownOption.behind(refused, arguments);
        RunReport.remember(bad);
        CommandLine command = bad.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + Secrets.masked(reason(bad)));
        UnmatchedArgumentException.printSuggestions(bad, err);
        err.println("  " + name + " --help shows what there is, with examples.");
        err.flush();
        return ExitCodes.BAD_USAGE;
    }

    /** A command that was understood and failed. */
    static int failed(Exception failed, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        RunReport.remember(failed);
        boolean debug = parsed.hasMatchedOption("--debug") || isDebug(command);
        int exitCode = JobIdentityOptions.exitCode(failed, parsed);
        err.println(name + ": " + Secrets.masked(message(failed)));
        rootCause(failed).ifPresent(cause -> err.println("  cause: " + Secrets.masked(cause)));
        if (exitCode == ExitCodes.INTERNAL_ERROR && !debug && !(failed instanceof ScriptException)) {
            err.println("  This is a fault of Pipette itself. Run it again with --debug and report what it prints.");
        }
        if (debug) {
            StringWriter trace = new StringWriter();
            failed.printStackTrace(new PrintWriter(trace));
            err.print(Secrets.masked(trace.toString()));
        }
        err.flush();
        return exitCode;
    }

    /** The exit code of an error. */
    public static int exitCode(Throwable failed) {
        return switch (failed) {
            case PipetteException known -> ExitCodes.of(known.code());
            case ScriptException script ->
                script.getCause() == null ? ExitCodes.BAD_USAGE : exitCode(script.getCause());
            case DataAccessException database -> ExitCodes.DESTINATION_FAILED;
            case ParameterException words -> ExitCodes.BAD_USAGE;
            default -> ExitCodes.INTERNAL_ERROR;
        };
    }

    /** The document for programs when a command failed. */
    public static Map<String, @Nullable Object> document(Throwable failed) {
        return JsonDocument.object(
                "status",
                "failed",
                "exit_code",
                exitCode(failed),
                "error",
                JsonDocument.object(
                        "code", code(failed),
                        "message", Secrets.masked(message(failed)),
                        "cause", rootCause(failed).map(Secrets::masked)));
    }

    /** The code of an error in a JSON document. */
    static String code(Throwable failed) {
        return switch (failed) {
            case PipetteException known -> known.code().name();
            case ParameterException words -> ErrorCode.BAD_USAGE.name();
            default -> "INTERNAL_ERROR";
        };
    }

    /** The message as it is shown, also in a JSON document: to people who type commands. */
    public static String message(Throwable failed) {
        return failed instanceof ScriptException script
                ? String.valueOf(script.getMessage())
                : CommandWords.of(codeMessage(failed));
    }

    /** The message for people who write code. */
    static String codeMessage(Throwable failed) {
        return switch (failed) {
            case PipetteException known -> String.valueOf(known.getMessage());
            case ScriptException script -> String.valueOf(script.getMessage());
            case DataAccessException database -> "the destination failed: " + text(root(database));
            case ParameterException words -> String.valueOf(words.getMessage());
            default ->
                failed.getClass().getSimpleName() + (failed.getMessage() == null ? "" : ": " + failed.getMessage());
        };
    }

    /**
     * What the innermost cause says, where the message does not say it already. Pipette's own messages do, in words that
     * fit its options, but for the code of a resource, which may fail for reasons of reasons.
     */
    static Optional<String> rootCause(Throwable failed) {
        if (failed instanceof ScriptException script && script.getCause() != null) {
            return rootCause(script.getCause());
        }
        boolean explained = failed instanceof PipetteException known && known.code() != ErrorCode.RESOURCE_FAILED;
        Throwable root = root(failed);
        String reason = text(root).lines().findFirst().orElse("");
        String start = reason.substring(0, Math.min(reason.length(), SAME_IF_SO_LONG));
        boolean told = explained || failed.getCause() == null || message(failed).contains(start);
        return told ? Optional.empty() : Optional.of(root.getClass().getSimpleName() + ": " + reason);
    }

    private static Throwable root(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String text(Throwable failed) {
        String message = failed instanceof JacksonException json ? json.getOriginalMessage() : failed.getMessage();
        return Optional.ofNullable(message)
                .orElseGet(() -> failed.getClass().getSimpleName())
                .strip();
    }

    static boolean isDebug(CommandLine command) {
        for (CommandLine at = command; at != null; at = at.getParent()) {
            ParseResult parsed = at.getParseResult();
            if (parsed != null && parsed.hasMatchedOption("--debug")) {
                return true;
            }
        }
        return false;
    }

    private static String reason(ParameterException bad) {
        boolean atTheRoot = bad.getCommandLine().getParent() == null;
        if (atTheRoot && bad instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            return "there is no command '" + unmatched.getUnmatched().getFirst() + "'.";
        }
        return sentence(String.valueOf(bad.getMessage()));
    }

    /** The constants as people write them: with dashes, each once. */
    private static String words(String constants) {
        return Stream.of(constants.toLowerCase(Locale.ROOT).replace('_', '-').split(", "))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** What picocli says, in the words of people who do not know it, nor Java's types. */
    private static String sentence(String picocliMessage) {
        String message = CHOICES.matcher(picocliMessage.replaceFirst("^Error: ", ""))
                .replaceAll(choices -> words(choices.group(1)))
                .replaceFirst("positional parameter at index \\d+ \\((.+?)\\)", "$1")
                .replaceFirst(" (at|from) index \\d+:", ":")
                .replaceFirst("is not an? (int|long)$", "is not a whole number");
        String first = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
        return first.endsWith(".") || first.endsWith("?") ? first : first + ".";
    }
}
