package dev.pipette.benchmark;

import java.nio.file.Path;

/** The main program of a child JVM: does one work and writes down what it measured. */
final class Child {
    static final String FORCED = "heap.forced";

    private Child() {}

    /**
     * Does one work.
     *
     * @param arguments benchmark, work, file with settings, file for results
     */
    public static void main(String[] arguments) throws Exception {
        Work work = Benchmarks.find(arguments[0]).works().get(arguments[1]);
        if (work == null) {
            throw new IllegalArgumentException("benchmark " + arguments[0] + " has no work " + arguments[1]);
        }
        // the driver unpacks 70 MB of native code at its first use: every child pays it, before the clock starts
        Duck.inMemory().close();
        Values settings = Values.read(Path.of(arguments[2]));
        Meter meter = new Meter();
        HeapWatch heap = HeapWatch.start(settings.find(FORCED).isPresent());
        work.run(settings, meter);
        heap.report(meter.results());
        meter.results().write(Path.of(arguments[3]));
    }
}
