package dev.pipette.benchmark;

/**
 * One child JVM that ran.
 *
 * @param work what it did
 * @param results what it measured
 * @param process wall time of the whole JVM, in seconds
 */
record Run(String work, Values results, double process) {
    private static final double NANOS = 1e9;
    private static final long KIB_IN_MIB = 1024;
    private static final long BYTES_IN_MIB = 1024 * 1024;

    /** The same run, of which only a part counts, whose wall time it measured by this name. */
    Run timedBy(String part) {
        Values wall = new Values();
        wall.put(Meter.WALL, results.number(part));
        wall.put(Meter.CPU, 0);
        wall.put(HeapWatch.RESIDENT, results.number(HeapWatch.RESIDENT));
        return new Run(work, wall, process);
    }

    /** Wall time of the measured part, in seconds. */
    double wall() {
        return results.find(Meter.WALL).map(Double::parseDouble).orElse(0.0) / NANOS;
    }

    /** CPU time of all threads in the measured part, in seconds. */
    double cpu() {
        return results.find(Meter.CPU).map(Double::parseDouble).orElse(0.0) / NANOS;
    }

    long residentMib() {
        return results.number(HeapWatch.RESIDENT) / KIB_IN_MIB;
    }

    double mib(String bytes) {
        return (double) results.number(bytes) / BYTES_IN_MIB;
    }
}
