package dev.pipette.cli.jobs;

import dev.pipette.cli.CommandWords;
import dev.pipette.cli.JsonDocument;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.text.Grid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was checked before a promotion, as it is printed.
 *
 * @param checks in the order in which they were made
 */
record CheckList(List<PromotionChecks.Check> checks) {
    private static final Pattern CODE = Pattern.compile("^(?:\\S+: )?\\[([A-Z_]+)]");

    /** A table, and below it what to do. */
    String text() {
        Grid grid = new Grid("check", "result", "found");
        checks.forEach(check -> grid.add(check.name(), result(check), check.passed() ? message(check) : "see below"));
        String advice = checks.stream()
                .filter(check -> !check.passed())
                .map(check ->
                        "\n  " + check.name() + ": " + message(check).strip().replace("\n", "\n    "))
                .collect(Collectors.joining());
        return grid.text() + (advice.isEmpty() ? "" : "\n\nWhat to change:" + advice);
    }

    private static String result(PromotionChecks.Check check) {
        return check.passed() ? "ok" : "failed";
    }

    private static String message(PromotionChecks.Check check) {
        return CommandWords.of(check.message());
    }

    List<Map<String, @Nullable Object>> document() {
        return checks.stream()
                .map(check ->
                        JsonDocument.object("name", check.name(), "status", result(check), "message", message(check)))
                .toList();
    }

    /** Why the job must not be promoted: an error of the kind of the first check that failed. */
    Optional<PipetteException> refusal(JobDefinition job) {
        List<PromotionChecks.Check> failed =
                checks.stream().filter(check -> !check.passed()).toList();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        String names = failed.stream().map(PromotionChecks.Check::name).collect(Collectors.joining(", "));
        return Optional.of(new PipetteException(
                code(failed.getFirst()),
                job.name() + " is not promoted, because "
                        + (failed.size() == 1 ? "a check" : failed.size() + " checks") + " failed: " + names
                        + ". Change what is listed, and promote it again."));
    }

    /** The code that the message begins with; without one, a program that is wrong, or a destination that is not ready. */
    private static ErrorCode code(PromotionChecks.Check failed) {
        Matcher code = CODE.matcher(failed.message());
        ErrorCode usual = failed.name().startsWith("destination") ? ErrorCode.DESTINATION_FAILED : ErrorCode.BAD_USAGE;
        return !code.find()
                ? usual
                : Stream.of(ErrorCode.values())
                        .filter(known -> known.name().equals(code.group(1)))
                        .findFirst()
                        .orElse(usual);
    }
}
