package dev.pipette.cli;

import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The test cells of a script as tests of JUnit. JUnit and the test kit are on the class path where {@code pipette test} runs, and
 * nowhere else, so only that command may use this class.
 */
final class ScriptCellTests {
    /** What runs: JUnit makes an instance of this class by itself. */
    private static final ScopedValue<Tested> TESTED = ScopedValue.newInstance();

    /** A script, and the libraries that it uses besides Pipette. */
    private record Tested(ScriptFile script, List<Path> libraries) {}

    private static CellTests.@Nullable Session session;

    @TestFactory
    Stream<DynamicTest> cells() throws IOException {
        CellTests.Session opened = new CellTests.Session(
                TestKit.imports().stream().toList(), TESTED.get().libraries());
        session = opened;
        return CellTests.in(TESTED.get().script()).all().stream()
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> opened.run(test)));
    }

    @AfterAll
    static void close() {
        CellTests.Session opened = session;
        if (opened != null) {
            opened.close();
        }
    }

    /**
     * Runs the tests of a script, on this thread, and prints what they did.
     *
     * @param libraries that it uses besides Pipette
     * @return 1 where one failed
     */
    static int run(ScriptFile script, List<Path> libraries, PrintWriter out) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        Report report = new Report(out);
        try {
            ScopedValue.where(TESTED, new Tested(script, libraries)).run(() -> execute(report));
        } finally {
            thread.setContextClassLoader(before); // that of JShell took its place
        }
        return report.end();
    }

    private static void execute(Report report) {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(ScriptCellTests.class))
                                .build(),
                        report);
    }

    /** Prints a line for each test, and what failed below it. */
    private static final class Report implements TestExecutionListener {
        private final PrintWriter out;
        private final List<Throwable> others = new ArrayList<>();
        private int tests;
        private int failed;

        Report(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (!identifier.isTest()) {
                result.getThrowable().ifPresent(others::add);
                return;
            }
            tests++;
            boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
            out.println((passed ? "passed  " : "FAILED  ") + identifier.getDisplayName());
            if (!passed) {
                failed++;
                result.getThrowable().ifPresent(this::print);
            }
        }

        private void print(Throwable problem) {
            message(problem).strip().lines().forEach(line -> out.println(line.isBlank() ? "" : "        " + line));
        }

        private static String message(Throwable problem) {
            return problem instanceof ScriptException || problem instanceof PipetteException
                    ? String.valueOf(problem.getMessage())
                    : problem.toString();
        }

        int end() {
            others.forEach(this::print);
            out.println();
            out.println(
                    (tests == 1 ? "1 test" : tests + " tests") + ", " + (failed == 0 ? "none" : failed) + " failed");
            out.flush();
            return failed == 0 && others.isEmpty() ? ExitCodes.SUCCESS : ExitCodes.INTERNAL_ERROR;
        }
    }
}
