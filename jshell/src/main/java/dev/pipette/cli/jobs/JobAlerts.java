package dev.pipette.cli.jobs;

import dev.pipette.cli.ExitCodes;
import dev.pipette.cli.JsonDocument;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.Job;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.alert.AlertSenders;
import dev.pipette.jobs.alert.AlertTest;
import dev.pipette.text.Grid;
import dev.pipette.text.Printable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pipette jobs alerts}: who gets a message about what, and whether it arrives. */
@Command(
        name = "alerts",
        description = {
            "Lists the alerts of a job: who gets a message about what.",
            "",
            "With --test, sends one to each of them now, which says that it is a test. It has the settings of this folder and"
                    + " of this environment; a scheduler has its own. The exit code is 0 where all of them were taken, and 4"
                    + " otherwise."
        },
        sortOptions = false,
        footer = {"  pipette jobs alerts orders", "  pipette jobs alerts orders --test"})
final class JobAlerts implements Callable<Integer> {
    @Mixin
    private final JobOptions options = new JobOptions();

    @Option(names = "--test", description = "Sends one alert by each rule, and prints what became of it.")
    private boolean test;

    @Override
    public Integer call() throws Exception {
        return options.with((job, answer) -> {
            JobVersion version = job.info().version();
            List<AlertRule> rules = rules(job, version);
            if (!test) {
                return answer.print(
                        table(rules),
                        JsonDocument.indented(
                                rules.stream().map(JobAlerts::document).toList()));
            }
            Clock clock = Clock.systemUTC();
            List<AlertTest> tests =
                    AlertTest.send(version, AlertSenders.of(options.settings(), clock), clock.instant());
            answer.print(
                    outcomes(tests),
                    JsonDocument.indented(
                            tests.stream().map(JobAlerts::document).toList()));
            boolean all = tests.stream().allMatch(one -> one.problem().isEmpty());
            return all ? ExitCodes.SUCCESS : ExitCodes.DESTINATION_FAILED;
        });
    }

    private static List<AlertRule> rules(Job job, JobVersion version) {
        List<AlertRule> rules = version.definition().alerts();
        if (rules.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    job.name() + " has no alerts. Promote it again with --on-failure TARGET: an https:// address,"
                            + " mailto:NAME@HOST or command:PROGRAM.");
        }
        return rules;
    }

    private static String table(List<AlertRule> rules) {
        Grid grid = new Grid("way", "to", "events");
        rules.forEach(rule -> grid.add(JobText.word(rule.channel()), rule.target(), events(rule)));
        return grid.text();
    }

    /** Problems below the table: they are longer than a cell. */
    static String outcomes(List<AlertTest> tests) {
        Grid grid = new Grid("way", "to", "test");
        tests.forEach(one -> grid.add(
                JobText.word(one.rule().channel()),
                one.rule().target(),
                one.problem().isEmpty() ? "sent" : "failed, see below"));
        return grid.text()
                + tests.stream()
                        .filter(one -> one.problem().isPresent())
                        .map(one -> "\n\n" + one.rule().target() + ": "
                                + Printable.of(one.problem().get()))
                        .collect(Collectors.joining());
    }

    private static String events(AlertRule rule) {
        return rule.events().stream().sorted().map(JobText::word).collect(Collectors.joining(", "));
    }

    private static Map<String, @Nullable Object> document(AlertRule rule) {
        return JsonDocument.object(
                "channel", JobText.word(rule.channel()),
                "target", rule.target(),
                "events", rule.events().stream().sorted().map(JobText::word).toList());
    }

    private static Map<String, @Nullable Object> document(AlertTest one) {
        Map<String, @Nullable Object> document = document(one.rule());
        document.put("status", one.problem().isEmpty() ? "sent" : "failed");
        document.put("message", one.problem());
        return document;
    }
}
