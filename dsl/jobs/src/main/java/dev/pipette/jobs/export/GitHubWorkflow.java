package dev.pipette.jobs.export;

import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.time.CronExpression;
import dev.pipette.jobs.time.FireTimes;
import dev.pipette.jobs.time.IntervalWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A workflow of GitHub Actions. */
final class GitHubWorkflow {
    /** Of one job, unless a runner of one's own allows more. */
    private static final long MOST_MINUTES = 360;

    private GitHubWorkflow() {}

    static Export export(ExportRequest request) {
        CalendarTimes times = CalendarTimes.of(request);
        return new Export(
                List.of(new Export.File(
                        ".github/workflows/pipette-" + request.job().name() + ".yml", text(request, times))),
                warnings(request, times));
    }

    private static String text(ExportRequest request, CalendarTimes times) {
        String script = String.join(
                "\n",
                ShellLoop.lines(
                        request,
                        List.of("interval=$INTERVAL", "[ -n \"$interval\" ] || interval=" + last(request) + "\"@$AT\""),
                        "\"$interval\"",
                        ShellLoop.words(request),
                        ShellLoop.timeout(request)));
        return """
                # The job '%1$s' of Pipette, as a workflow of GitHub Actions. It belongs on the default branch.
                # The interval is the newest one of the schedule that had ended when the run was created, so that 'Re-run' has the same
                # interval. An occurrence that succeeded loads nothing again.
                # 'timezone' needs GitHub.com of 2026 or later; a GitHub Enterprise Server without it reads 'cron' in UTC.
                %2$sname: %3$s
                on:
                  schedule:
                    - cron: %4$s
                      timezone: %5$s
                  workflow_dispatch:
                    inputs:
                      interval:
                        description: "The interval to load, as FROM/TO; empty for the newest one"
                        required: false
                        type: string
                permissions:
                  contents: read
                  actions: read
                concurrency:
                  group: %6$s
                  cancel-in-progress: false
                jobs:
                  time:
                    runs-on: ubuntu-latest
                    outputs:
                      at: ${{ steps.created.outputs.at }}
                    steps:
                      - id: created
                        run: echo "at=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID" --jq .created_at)" >> "$GITHUB_OUTPUT"
                        env:
                          GH_TOKEN: ${{ github.token }}
                  run:
                    needs: time
                    runs-on: ubuntu-latest
                    timeout-minutes: %7$d
                    container:
                      image: %8$s
                    steps:
                      - uses: actions/checkout@v5
                      - name: Run
                        shell: sh
                %9$s        env:
                          AT: ${{ needs.time.outputs.at }}
                          INTERVAL: ${{ inputs.interval }}
                %10$s        run: %11$s
                """.formatted(
                        request.job().name(),
                        secrets(request),
                        Quoted.string(literal("Pipette job " + request.job().name())),
                        Quoted.string(times.cron()),
                        Quoted.string(times.zone()),
                        Quoted.string("pipette-" + request.job().name()),
                        minutes(request),
                        Quoted.string(literal(request.image())),
                        folder(request),
                        environment(request),
                        Quoted.block(literal(script), 10));
    }

    private static String last(ExportRequest request) {
        return Quoted.shell(IntervalWord.last(request.job().schedule()));
    }

    private static long minutes(ExportRequest request) {
        long all = request.job()
                        .timeout()
                        .multipliedBy(request.job().retries().attempts())
                        .toMinutes()
                + 5;
        return Math.min(MOST_MINUTES, all);
    }

    /** GitHub replaces what is between <code>${{</code> and <code>}}</code>. */
    private static String literal(String text) {
        return text.replace("${{", "${{ '${{' }}");
    }

    /** In the checkout, which is where the runner is: another machine has no other folder of this one. */
    private static String folder(ExportRequest request) {
        return inCheckout(request)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> "        working-directory: " + Quoted.string(literal(folder)) + "\n")
                .orElse("");
    }

    /** The job's folder as seen from the root of its repository; empty where it is in none. */
    private static Optional<String> inCheckout(ExportRequest request) {
        Path folder = request.job().folder().map(Path::toAbsolutePath).orElse(null);
        for (Path root = folder; folder != null && root != null; root = root.getParent()) {
            if (Files.exists(root.resolve(".git"))) {
                return Optional.of(root.relativize(folder).toString().replace('\\', '/'));
            }
        }
        return Optional.empty();
    }

    private static String environment(ExportRequest request) {
        return request.secrets().stream()
                .map(name -> "          " + name + ": ${{ secrets." + name + " }}\n")
                .collect(Collectors.joining());
    }

    private static String secrets(ExportRequest request) {
        return request.secrets().isEmpty()
                ? ""
                : Quoted.comment(List.of("Secrets of the repository (Settings, Secrets and variables, Actions): "
                        + String.join(", ", request.secrets())));
    }

    private static List<String> warnings(ExportRequest request, CalendarTimes times) {
        List<String> warnings = new ArrayList<>(Warnings.ofNothingMissed(request, "GitHub"));
        warnings.addAll(Warnings.ofImage(request));
        if (request.job().folder().isPresent() && inCheckout(request).isEmpty()) {
            warnings.add(
                    "The folder " + request.job().folder().get() + " is in no Git repository: the workflow runs in the"
                            + " root of the checkout, where it needs the script.");
        }
        warnings.addAll(Warnings.ofOverlap(request, Overlap.QUEUE, "GitHub"));
        warnings.add(
                "GitHub starts scheduled workflows late or not at all when it is busy, above all at the full hour, and stops them"
                        + " after 60 days without a commit in a public repository.");
        if (shortest(times).compareTo(Duration.ofMinutes(5)) < 0) {
            warnings.add("GitHub runs a workflow every 5 minutes at most; this schedule fires more often.");
        }
        if (request.job().timeout().toMinutes() >= MOST_MINUTES) {
            warnings.add("GitHub ends a job after 6 hours.");
        }
        return warnings;
    }

    /** The shortest time between two of the next fire times. */
    private static Duration shortest(CalendarTimes times) {
        FireTimes fires = FireTimes.of(
                new Schedule.Cron(CronExpression.parse(times.cron()).toString(), ZoneOffset.UTC));
        Duration shortest = Duration.ofDays(366);
        Instant last = Instant.EPOCH;
        for (Instant fire : fires.next(Instant.EPOCH, 200)) {
            Duration between = Duration.between(last, fire);
            shortest = last.equals(Instant.EPOCH) || between.compareTo(shortest) > 0 ? shortest : between;
            last = fire;
        }
        return shortest;
    }
}
