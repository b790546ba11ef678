package dev.pipette.benchmark;

import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures a work inside its JVM. */
final class Meter {
    static final String WALL = "wall.nanos";
    static final String CPU = "cpu.nanos";
    static final String STEPS = "steps";

    private static final double NANOS = 1e9;

    private final Values results = new Values();
    private final List<Reached> reached = new ArrayList<>();

    private record Reached(LoadStep step, long nanos) {}

    Values results() {
        return results;
    }

    /** Measures the wall time of an action, and the CPU time that the whole process spent meanwhile. */
    void time(Work.Action action) throws Exception {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        action.run();
        long end = System.nanoTime();
        results.put(WALL, end - start);
        results.put(CPU, cpuNanos() - cpu);
        if (!reached.isEmpty()) {
            results.put(STEPS, steps(start, end));
        }
    }

    /** Notes when a load reached its steps. */
    LoadListener listener() {
        return (step, loadId) -> reached.add(new Reached(step, System.nanoTime()));
    }

    /** The time from each step to the next, those left out that took less than a hundredth of the whole. */
    private String steps(long start, long end) {
        StringBuilder text = new StringBuilder();
        long before = start;
        for (Reached at : reached) {
            if (at.nanos() - before > (end - start) / 100) {
                text.append(String.format(
                        Locale.ROOT, "%s %.2f, ", at.step().name().toLowerCase(Locale.ROOT), seconds(before, at)));
            }
            before = at.nanos();
        }
        return text + String.format(Locale.ROOT, "end %.2f", (end - before) / NANOS);
    }

    private static double seconds(long from, Reached to) {
        return (to.nanos() - from) / NANOS;
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean bean
                ? bean.getProcessCpuTime()
                : 0;
    }
}
