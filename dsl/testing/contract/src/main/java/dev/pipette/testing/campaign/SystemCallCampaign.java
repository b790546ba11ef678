package dev.pipette.testing.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.CrashAt;
import dev.pipette.testing.content.DatasetContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full disk, a broken disk or a {@code kill -9} at every durable system call of a load, of the JVM's and of the
 * engine's alike; then the load runs again. What is there equals what a load leaves that nothing disturbed, and a load
 * that could not be finished has said so. A few calls in each build; {@code -Dpipette.campaign.calls=all} takes all of
 * them.
 *
 * <pre>{@code
 * final class DuckDbSystemCallTests extends SystemCallCampaign {
 *   DuckDbSystemCallTests() {
 *     super(new DuckDbPlaces(), 4);
 *   }
 * }
 * }</pre>
 */
public abstract class SystemCallCampaign {
    private static final int ROUND = 2;
    private static final long LONGEST_SECONDS = 120;
    private static final String ALL = "all";
    private static final @Nullable String CALLS = System.getProperty("pipette.campaign.calls");
    private static final int TRIES = 8;
    private static final int WORKERS = Integer.getInteger("pipette.campaign.workers", 2);
    private static final Scenario LOADED = Scenario.EVERYTHING;

    private final Places places;
    private final int smallest;

    /**
     * A campaign.
     *
     * @param faults how many there are in each build, unless {@code -Dpipette.campaign.calls} gives a number or {@code
     *     all}
     */
    protected SystemCallCampaign(Places places, int faults) {
        this.places = places;
        this.smallest = faults;
    }

    private enum Fault {
        ENOSPC("error=ENOSPC"),
        EIO("error=EIO"),
        KILL("signal=SIGKILL");

        private final String injection;

        Fault(String injection) {
            this.injection = injection;
        }
    }

    /** A fault at one call of a load. */
    private record Point(Fault fault, String call, int number) {
        String injection() {
            return call + ":" + fault.injection + ":when=" + number;
        }
    }

    /**
     * What came of a fault.
     *
     * @param where the call; empty where no thread made it this time
     */
    private record Ended(Point point, String where, int exit, String wrong) {
        boolean happened() {
            return !where.isEmpty() || point.fault() == Fault.KILL && exit == CrashAt.KILLED;
        }
    }

    @Test
    @Timeout(36_000)
    void a_fault_at_any_durable_system_call_loses_and_doubles_nothing(@TempDir Path folder) throws Exception {
        long begun = System.nanoTime();
        Strace strace = Strace.find();
        Path input = folder.resolve("input");
        Scenario.writeInput(input, ROUND);
        Path start = Files.createDirectories(folder.resolve("start"));
        Machine before = new Machine(places, start, places.make(start));
        before.load(LOADED, 1, input);
        Machine undisturbed = before.copy(folder.resolve("undisturbed"));
        undisturbed.load(LOADED, ROUND, input);
        DatasetContent wanted = undisturbed.content();

        List<Point> points = points(strace, before, folder, input);
        int asked = asked(points.size());
        List<Ended> ended = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            int next = 0;
            while (next < Math.min(points.size(), asked * TRIES) && happened(ended) < asked) {
                int batch = (int) Math.min(WORKERS, asked - happened(ended));
                List<Future<Ended>> running = new ArrayList<>();
                for (Point point : points.subList(next, Math.min(points.size(), next + batch))) {
                    Path here = folder.resolve(point.call() + "-" + point.number() + "-" + point.fault());
                    running.add(workers.submit(() -> disturb(strace, point, before, here, input, wanted)));
                }
                next += running.size();
                for (Future<Ended> one : running) {
                    ended.add(one.get());
                }
            }
        }
        List<Ended> wrong = ended.stream().filter(one -> !one.wrong().isEmpty()).toList();
        System.out.println(summary(ended, wrong.size(), Duration.ofNanos(System.nanoTime() - begun)));
        assertThat(wrong).isEmpty();
        assertThat(happened(ended)).as("faults that happened of %s", ended).isPositive();
    }

    /** Each call of a load that nothing disturbs, with each fault; shuffled unless all of them are asked for. */
    private List<Point> points(Strace strace, Machine before, Path folder, Path input) throws Exception {
        Machine counted = before.copy(folder.resolve("counted"));
        Path log = folder.resolve("counted.log");
        assertThat(run(strace, counted, log, input, Optional.empty())).isZero();
        Map<String, Point> points = new LinkedHashMap<>();
        for (Strace.Call call : Strace.calls(log, counted.folder())) {
            for (Fault fault : Fault.values()) {
                Point point = new Point(fault, call.name(), call.number());
                points.putIfAbsent(point.injection(), point);
            }
        }
        List<Point> all = new ArrayList<>(points.values());
        if (!ALL.equals(CALLS)) {
            long seed = Long.getLong("pipette.campaign.seed", System.nanoTime());
            System.out.println("system calls: " + all.size() + " faults are possible; seed " + seed);
            Collections.shuffle(all, new Random(seed));
        }
        return all;
    }

    /** How many faults must happen. A planned one may not: which thread makes how many calls differs between loads. */
    private int asked(int possible) {
        if (CALLS == null) {
            return smallest;
        }
        return CALLS.equals(ALL) ? possible : Integer.parseInt(CALLS);
    }

    private static long happened(List<Ended> ended) {
        return ended.stream().filter(Ended::happened).count();
    }

    private Ended disturb(Strace strace, Point point, Machine before, Path here, Path input, DatasetContent wanted)
            throws IOException, InterruptedException {
        Machine machine = before.copy(here);
        Path log = here.resolve("strace.log");
        String acknowledged = machine.acknowledged();
        int exit = run(strace, machine, log, input, Optional.of(point.injection()));
        String where = Strace.calls(log, machine.folder()).stream()
                .filter(Strace.Call::injected)
                .map(Strace.Call::line)
                .collect(Collectors.joining("; "));
        boolean killed = exit == CrashAt.KILLED;
        boolean happened = exit == 0 || killed && !machine.acknowledged().equals(acknowledged);
        String wrong;
        try {
            if (!happened) {
                machine.load(LOADED, ROUND, input);
            }
            wrong = wanted.diff(machine.content());
        } catch (RuntimeException failed) {
            wrong = "the next run fails: " + failed;
        }
        if (wrong.isEmpty()) {
            machine.drop();
        } else {
            wrong = point.injection() + ", exit " + exit + ", " + where + ", see " + here + "\n" + wrong;
        }
        return new Ended(point, where, exit, wrong);
    }

    private int run(Strace strace, Machine machine, Path log, Path input, Optional<String> injection)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(strace.command(log.toString(), injection));
        command.addAll(ChildLibrary.of(places).command());
        command.add("load");
        command.add(places.getClass().getName());
        command.addAll(machine.arguments(LOADED, ROUND, input));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(machine.folder().resolve("output.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("a load with the fault %s ends", injection)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String summary(List<Ended> ended, int wrong, Duration time) {
        Map<Fault, Long> happened = new EnumMap<>(Fault.class);
        ended.stream()
                .filter(Ended::happened)
                .forEach(one -> happened.merge(one.point().fault(), 1L, Long::sum));
        return "system calls: " + ended.size() + " faults planned, happened " + happened + ", "
                + ended.stream().filter(one -> one.exit() == 0).count() + " loads succeeded all the same; wrong: "
                + wrong + "; " + time.toSeconds() + " s";
    }
}
