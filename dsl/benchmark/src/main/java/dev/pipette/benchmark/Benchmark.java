package dev.pipette.benchmark;

import java.util.List;
import java.util.Map;

/** One question, the works that answer it, and the table in which the answer stands. */
interface Benchmark {
    /** The word on the command line. */
    String name();

    /** What is measured, in one line. */
    String summary();

    /** Options of its own besides the common ones, without their dashes. */
    default List<String> options() {
        return List.of();
    }

    /** What its child JVMs can be asked to do. */
    Map<String, Work> works();

    /** Measures. */
    Report run(Harness harness) throws Exception;
}
