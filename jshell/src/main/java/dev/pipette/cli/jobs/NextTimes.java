package dev.pipette.cli.jobs;

import dev.pipette.cli.JsonDocument;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.time.NextFires;
import dev.pipette.text.Grid;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next fire times of a job, for a person who decides whether the schedule is the one that was meant. */
final class NextTimes {
    private final JobDefinition job;
    private final List<NextFires.Fire> fires;

    private NextTimes(JobDefinition job, List<NextFires.Fire> fires) {
        this.job = job;
        this.fires = fires;
    }

    static NextTimes of(JobDefinition job, Instant now, int shown) {
        return new NextTimes(job, NextFires.of(job.schedule(), now, shown));
    }

    /** A table of them, with what changes of the clock do; or a sentence where there are none. */
    String text() {
        if (fires.isEmpty()) {
            return job.after().isEmpty()
                    ? "It has no schedule: it runs by hand, with 'pipette jobs run " + job.name() + "'."
                    : "It runs after each success of " + String.join(" and of ", job.after()) + ".";
        }
        boolean marked = fires.stream().anyMatch(fire -> fire.mark().isPresent());
        Grid grid = marked ? new Grid("next", "interval", "change of the clock") : new Grid("next", "interval");
        for (NextFires.Fire fire : fires) {
            String next = JobText.day(fire.at()) + " " + JobText.time(fire.at());
            if (marked) {
                grid.add(next, JobText.interval(fire.interval()), fire.mark().orElse(""));
            } else {
                grid.add(next, JobText.interval(fire.interval()));
            }
        }
        return grid.text();
    }

    List<Map<String, @Nullable Object>> document() {
        return fires.stream()
                .map(fire -> JsonDocument.object(
                        "at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(fire.at()),
                        "interval",
                                JsonDocument.object(
                                        "from",
                                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                                fire.interval().from()),
                                        "to",
                                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                                fire.interval().to())),
                        "change_of_the_clock", fire.mark()))
                .toList();
    }
}
