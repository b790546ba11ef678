package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.Overlap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses the occurrences that may run at this moment: of each job the one that comes first, and of a backfill several. The store
 * looks again when one of them begins; what is chosen in vain costs a question.
 */
final class ReadyOccurrences {
    /** Of one backfill; how many of them run at a time is the store's to say. */
    private static final int OF_BACKFILL = 16;

    private final Map<String, JobInfo> jobs;
    private final Map<String, List<Occurrence>> running;
    private final Instant now;

    ReadyOccurrences(List<JobInfo> jobs, List<Occurrence> running, Instant now) {
        this.jobs = jobs.stream().collect(Collectors.toMap(JobInfo::name, job -> job));
        this.running = running.stream().collect(Collectors.groupingBy(Occurrence::job));
        this.now = now;
    }

    /**
     * Chooses.
     *
     * @param open occurrences that wait, in the order in which they became due
     */
    List<Occurrence> of(List<Occurrence> open) {
        Map<String, List<Occurrence>> ready = open.stream()
                .filter(this::isReady)
                .collect(Collectors.groupingBy(Occurrence::job, LinkedHashMap::new, Collectors.toList()));
        List<Occurrence> chosen = new ArrayList<>();
        ready.forEach((job, all) -> chosen.addAll(choose(job, all)));
        return chosen;
    }

    private boolean isReady(Occurrence occurrence) {
        JobInfo job = jobs.get(occurrence.job());
        boolean held = job == null || (job.pausedAt().isPresent() && occurrence.kind() != OccurrenceKind.MANUAL);
        boolean due = occurrence.status() == OccurrenceStatus.WAITING
                || occurrence.nextAttemptAt().filter(at -> !at.isAfter(now)).isPresent();
        return !held && due;
    }

    private List<Occurrence> choose(String job, List<Occurrence> ready) {
        List<Occurrence> busy = running.getOrDefault(job, List.of());
        List<Occurrence> scheduled = ready.stream()
                .filter(one -> one.kind() != OccurrenceKind.BACKFILL)
                .toList();
        if (busy.isEmpty()) {
            return scheduled.isEmpty() ? ofBackfill(ready, ready.getFirst()) : List.of(scheduled.getFirst());
        }
        if (isSkipping(job)) {
            return scheduled;
        }
        return scheduled.isEmpty() ? ofBackfill(ready, busy.getFirst()) : List.of();
    }

    /** Whether what is due while another one runs ends as skipped. */
    private boolean isSkipping(String job) {
        JobInfo info = jobs.get(job);
        return info != null && info.version().definition().overlap() == Overlap.SKIP;
    }

    private static List<Occurrence> ofBackfill(List<Occurrence> ready, Occurrence like) {
        Stream<Occurrence> same = ready.stream()
                .filter(one -> one.backfill().isPresent() && one.backfill().equals(like.backfill()));
        return same.limit(OF_BACKFILL).toList();
    }
}
