package dev.pipette.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.Destination;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.policy.AfterAttempt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A process with four workers that take what waits until nothing does; or one that stops within a transaction. */
final class ClaimingProgram {
    private ClaimingProgram() {}

    static JobStore open(String place, Path home) {
        return place.equals("embedded") ? JobStore.embedded(home) : JobStore.postgres(Destination.parse(place), home);
    }

    /** Arguments: the place, the home folder, the name of the process, what to do. */
    public static void main(String[] arguments) throws Exception {
        try (JobStore store = open(arguments[0], Path.of(arguments[1]))) {
            if (arguments[3].equals("hang")) {
                hang(store);
            }
            System.out.println("ready");
            if (!"go".equals(new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine())) {
                return;
            }
            work(store, arguments[2]);
        }
    }

    static void work(JobStore store, String process) throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> each = IntStream.range(0, 4)
                    .<Callable<Integer>>mapToObj(
                            number -> () -> drain(store, new Worker(process + number, "host", "home", number)))
                    .toList();
            for (Future<Integer> future : workers.invokeAll(each)) {
                future.get();
            }
        }
    }

    private static int drain(JobStore store, Worker worker) {
        int done = 0;
        for (List<Occurrence> open = store.occurrences().open();
                !open.isEmpty();
                open = store.occurrences().open()) {
            for (Occurrence occurrence : firsts(open)) {
                if (store.attempts().claim(occurrence.id(), worker, Given.time(1000))
                        instanceof ClaimResult.Claimed(Claim claim)) {
                    check(store, claim);
                    store.attempts().finish(claim, Given.end(How.SUCCEEDED), new AfterAttempt.Done(), Given.time(1000));
                    done++;
                }
            }
        }
        return done;
    }

    /** The first three of each job: the others could not run now. */
    private static List<Occurrence> firsts(List<Occurrence> open) {
        return open.stream().collect(Collectors.groupingBy(Occurrence::job)).values().stream()
                .flatMap(job -> job.stream().limit(3))
                .toList();
    }

    /** At this moment, of the job of a claim runs what may run. */
    private static void check(JobStore store, Claim claim) {
        Occurrence own = claim.occurrence();
        long running = store.occurrences().running().stream()
                .filter(one -> one.job().equals(own.job()))
                .count();
        if (running < 1 || running > (own.kind() == OccurrenceKind.BACKFILL ? 3 : 1)) {
            throw new IllegalStateException(running + " occurrences of " + own.job() + " run");
        }
    }

    /** Ends an attempt, and never gets to the end of the transaction. */
    private static void hang(JobStore store) {
        store.inTransaction(dsl -> {
            Occurrence running = OccurrenceRows.query(dsl, Tables.Occurrence.STATUS.eq("RUNNING"))
                    .fetchOptional()
                    .map(Rows::occurrence)
                    .orElseThrow();
            new Finishing(dsl, Given.time(11))
                    .finish(
                            running,
                            Tables.Occurrence.ID.eq(running.id()),
                            Given.end(How.SUCCEEDED),
                            new AfterAttempt.Done());
            System.out.println("ready");
            try {
                return System.in.read();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }
}
