package dev.pipette.cli.jobs;

import dev.pipette.cli.ProgramChecks;
import dev.pipette.cli.ProgramFile;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether a script or a source can become a job: what was looked at, and what to do where it is not ready. All checks are made, also
 * after one failed; a script is compiled before anything of it runs, and planned in a JVM of its own, as the job will run.
 *
 * <pre>{@code
 * PromotionChecks checks = PromotionChecks.of(candidate);
 * checks.passed();   // false
 * checks.all();      // [compiles: passed, settings: [BAD_SETTINGS] EVERFLOW_API_KEY is not set ..]
 * }</pre>
 *
 * @param all in the order in which they were made
 */
public record PromotionChecks(List<Check> all) {
    private static final String COMPILES = "compiles";
    private static final String INTERVAL = "interval";
    private static final String SETTINGS = "settings";
    private static final String SOURCE = "source";
    private static final String PLANS = "plans";
    private static final String DESTINATION = "destination";
    private static final String TESTS = "tests";

    /** Copies the list. */
    public PromotionChecks {
        all = List.copyOf(all);
    }

    /**
     * One check.
     *
     * @param name what was looked at
     * @param message what was found; where it failed, what to do
     */
    public record Check(String name, boolean passed, String message) {
        static Check passed(String name, String found) {
            return new Check(name, true, Secrets.masked(found));
        }

        static Check failed(String name, String problem) {
            return new Check(name, false, Secrets.masked(problem));
        }
    }

    /** Whether all passed. */
    public boolean passed() {
        return all.stream().allMatch(Check::passed);
    }

    /**
     * Looks at what is to become a job. Nothing is loaded.
     *
     * @param begins gets what is checked next, where that takes seconds
     */
    static PromotionChecks of(Candidate candidate, Consumer<String> begins) throws IOException, InterruptedException {
        Collecting checks = new Collecting(candidate, begins);
        switch (candidate.work()) {
            case Candidate.Script script -> checks.look(script);
            case Candidate.SourceOf source -> checks.look(source);
        }
        return new PromotionChecks(checks.made);
    }

    private static final class Collecting {
        private final Candidate candidate;
        private final Consumer<String> begins;
        private final List<Check> made = new ArrayList<>();

        Collecting(Candidate candidate, Consumer<String> begins) {
            this.candidate = candidate;
            this.begins = begins;
        }

        void look(Candidate.Script script) throws IOException, InterruptedException {
            if (ProgramFile.isReplication(script.file().toString())) {
                replication(script);
                return;
            }
            begins.accept("compiles " + script.file().getFileName());
            Optional<String> problem = ProgramChecks.compileProblem(script.file(), script.libraries());
            made.add(problem.map(text -> Check.failed(COMPILES, text)).orElseGet(() -> Check.passed(COMPILES, "yes")));
            if (candidate.target().byInterval()) {
                interval(script);
            } else if (ProgramChecks.readsInterval(script.file())) {
                made.add(Check.failed(
                        INTERVAL,
                        "the script reads run.interval(), and without --interval an interval that was missed is not loaded"
                                + " later. Add --interval."));
            }
            if (problem.isEmpty()) {
                plan();
            } else {
                made.add(Check.failed(PLANS, "not planned, because it does not compile."));
                named(Map.of());
            }
            tests(script, problem.isEmpty());
        }

        /** Its words are checked, and its streams are planned; the checks that it declares are made by each load. */
        private void replication(Candidate.Script script) throws IOException, InterruptedException {
            Optional<String> problem = ProgramChecks.compileProblem(script.file(), List.of());
            made.add(problem.map(text -> Check.failed(COMPILES, text)).orElseGet(() -> Check.passed(COMPILES, "yes")));
            if (problem.isPresent()) {
                made.add(Check.failed(PLANS, "not planned, because of what is wrong with the file."));
                named(Map.of());
                return;
            }
            Path folder = script.file().toAbsolutePath().normalize().getParent();
            Path place = candidate.place().folder().toAbsolutePath().normalize();
            if (ProgramChecks.readsBeside(script.file()) && !place.equals(folder)) {
                made.add(Check.failed(
                        SOURCE,
                        "its source is a folder beside the file, in " + folder + ", and the job runs in " + place
                                + ". Write the whole path of the folder, or promote with --folder " + folder + "."));
            }
            plan();
            made.add(Check.passed(TESTS, "it has no test cells; each load makes its checks"));
        }

        void look(Candidate.SourceOf source) throws IOException, InterruptedException {
            plan();
        }

        private void interval(Candidate.Script script) throws IOException {
            made.add(
                    ProgramChecks.takesInterval(script.file())
                            ? Check.passed(INTERVAL, "it reads its interval")
                            : Check.failed(
                                    INTERVAL,
                                    "the script reads neither run.interval() nor the parameters from and to, so each run would"
                                            + " load the same. Let it load what belongs to run.interval(), or leave"
                                            + " --interval out."));
        }

        private void plan() throws IOException, InterruptedException {
            begins.accept("plans a run, and looks at its destination");
            ChildCommand.Ended ended = ChildCommand.plan(candidate);
            boolean hasSettings = !ended.errorCode().equals(Optional.of("BAD_SETTINGS"));
            made.add(
                    hasSettings
                            ? Check.passed(SETTINGS, "all that the plan asked for")
                            : Check.failed(SETTINGS, ended.problem()));
            if (ended.isGood()) {
                made.add(Check.passed(PLANS, ended.planned()));
            } else {
                made.add(Check.failed(
                        PLANS, hasSettings ? ended.problem() : "the plan stopped at a setting; see above."));
            }
            named(ended.destinations());
        }

        /** Those that the plan met, and the one that was named where the plan met none. */
        private void named(Map<String, List<String>> met) {
            Map<String, List<String>> all = new LinkedHashMap<>(met);
            candidate.target().into().filter(_ -> met.isEmpty()).ifPresent(into -> all.put(into, problems(into)));
            all.forEach((destination, problems) -> {
                String name = DESTINATION + " " + destination;
                made.add(
                        problems.isEmpty()
                                ? Check.passed(name, "loads can run")
                                : Check.failed(name, String.join(System.lineSeparator(), problems)));
            });
        }

        private List<String> problems(String into) {
            Candidate.Place place = candidate.place();
            try {
                return ProgramChecks.destinationProblems(into, place.folder(), place.home(), place.environment());
            } catch (PipetteException refused) {
                return List.of(String.valueOf(refused.getMessage()));
            }
        }

        private void tests(Candidate.Script script, boolean compiles) throws IOException, InterruptedException {
            int tests = ProgramChecks.tests(script.file());
            if (tests == 0) {
                made.add(Check.passed(TESTS, "it has no test cells"));
            } else if (!compiles) {
                made.add(Check.failed(TESTS, "not run, because it does not compile."));
            } else {
                begins.accept(tests == 1 ? "runs its test cell" : "runs its " + tests + " test cells");
                ChildCommand.Ended ended = ChildCommand.test(candidate, script);
                made.add(
                        ended.isGood()
                                ? Check.passed(TESTS, tests == 1 ? "1 test passed" : tests + " tests passed")
                                : Check.failed(TESTS, ended.output()));
            }
        }
    }
}
