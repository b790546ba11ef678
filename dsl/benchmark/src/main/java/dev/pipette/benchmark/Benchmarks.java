package dev.pipette.benchmark;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The main program: one benchmark, or all of them, and a table for each. */
public final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new CsvBenchmark(),
            new FilesBenchmark(),
            new MemoryBenchmark(),
            new JsonBenchmark(),
            new RecordsBenchmark(),
            new RestBenchmark(),
            new WorkersBenchmark(),
            new MergeBenchmark(),
            new StrategyBenchmark(),
            new CheckBenchmark(),
            new PostgresAppendBenchmark(),
            new PostgresMergeBenchmark(),
            new PostgresSmallMergeBenchmark(),
            new PostgresSourceBenchmark(),
            new IncrementalBenchmark(),
            new ColdBenchmark(),
            new TestKitBenchmark(),
            new NothingBenchmark());

    private static final int BAD_USAGE = 64;

    private Benchmarks() {}

    /** Exits with 0 when everything was measured, 1 when a run failed, 64 for words that are not understood. */
    @SuppressWarnings("SystemOut") // the output of a command
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        try {
            if (words.isEmpty() || words.getFirst().equals("--help")) {
                System.out.println(usage());
                return;
            }
            Benchmark benchmark = find(words.getFirst());
            List<String> rest = words.subList(1, words.size());
            measure(benchmark, Options.parse(rest, benchmark.options()), System.out, System.err);
        } catch (Options.BadUsage wrong) {
            System.err.println(wrong.getMessage());
            System.exit(BAD_USAGE);
        } catch (Exception failed) {
            failed.printStackTrace();
            System.exit(1);
        }
    }

    private static void measure(Benchmark benchmark, Options options, PrintStream out, PrintStream progress)
            throws Exception {
        try (Harness harness = new Harness(benchmark, options, progress)) {
            Report report = benchmark.run(harness);
            harness.conditions().forEach(report::note);
            out.println(report.aligned());
            out.println("As Markdown:\n");
            out.println(report.markdown());
        }
    }

    static Benchmark find(String name) throws Options.BadUsage {
        return ALL.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Options.BadUsage("there is no benchmark '" + name + "'.\n" + usage()));
    }

    private static String usage() {
        StringBuilder text = new StringBuilder("usage: dsl/benchmark/run BENCHMARK [options]\n\n");
        for (Benchmark benchmark : ALL) {
            text.append(String.format("  %-20s %s%n", benchmark.name(), benchmark.summary()));
        }
        return text + """

                  --rows N             rows (or documents) of the largest input
                  --rounds N           how often each work is done; the median counts
                  --xmx SIZE           heap of every child JVM (512m)
                  --memory SIZE        DuckDB's memory_limit for the database file, on both sides
                  --engine-memory SIZE DuckDB's memory limit in Pipette's engine
                  --folder DIRECTORY   where to work, instead of the system's temporary folder
                  --keep               keep the generated inputs for the next call (with --folder)
                  --profile            record Pipette's runs with JFR and print the hot methods
                """;
    }
}
