package dev.pipette.cli.jobs;

import dev.pipette.cli.CommandWords;
import dev.pipette.cli.JsonDocument;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.Check;
import dev.pipette.spi.Check.Status;
import dev.pipette.text.Grid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was checked before a promotion.
 *
 * @param checks in the order in which they were made
 */
record CheckList(List<Checked> checks) {
    /**
     * One check.
     *
     * @param check what was found, and what to do
     * @param code of its error; empty unless it failed
     */
    record Checked(Check check, Optional<ErrorCode> code) {}

    /** A table, and below it what to do. */
    String text() {
        Grid grid = new Grid("check", "result", "found");
        checks.forEach(one -> grid.add(
                one.check().name(),
                one.check().status().toString(),
                CommandWords.of(one.check().found())));
        String advice = checks.stream()
                .filter(one -> !one.check().advice().isEmpty())
                .map(one -> "\n  " + one.check().name() + ": "
                        + CommandWords.of(one.check().advice()))
                .collect(Collectors.joining());
        return grid.text() + (advice.isEmpty() ? "" : "\n\nWhat to change:" + advice);
    }

    List<Map<String, @Nullable Object>> document() {
        return checks.stream()
                .map(one -> JsonDocument.object(
                        "name", one.check().name(),
                        "status", one.check().status(),
                        "found", CommandWords.of(one.check().found()),
                        "advice", CommandWords.of(one.check().advice()),
                        "code", one.code().map(Enum::name)))
                .toList();
    }

    /** Why the job must not be promoted: an error of the kind of the first check that failed. */
    Optional<PipetteException> refusal(String job) {
        List<Checked> failed = checks.stream()
                .filter(one -> one.check().status() == Status.FAILED)
                .toList();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        String names = failed.stream().map(one -> one.check().name()).collect(Collectors.joining(", "));
        return Optional.of(new PipetteException(
                failed.getFirst().code().orElse(ErrorCode.BAD_USAGE),
                job + " is not promoted, because " + (failed.size() == 1 ? "a check" : failed.size() + " checks")
                        + " failed: " + names + ". Change what the list above says, and promote it again."));
    }
}
