package dev.pipette.cli.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.cli.ProgramChecks;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs a command of Pipette as a job would: in a JVM of its own, in the job's folder, with the job's environment. */
final class ChildCommand {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MINUTES = 30;
    private static final int TOO_LATE = -1;

    private ChildCommand() {}

    /**
     * How a command ended.
     *
     * @param output what it printed on standard output
     * @param errors what it printed on standard error
     * @param report the documents of its report
     */
    record Ended(int exitCode, String output, String errors, List<JsonNode> report) {
        boolean isGood() {
            return exitCode == 0;
        }

        Optional<String> errorCode() {
            return last("errorCode");
        }

        private Optional<String> last(String name) {
            return report.isEmpty()
                    ? Optional.empty()
                    : report.getLast().path(name).asStringOpt().filter(text -> !text.isBlank());
        }

        /** What went wrong, and what to do. */
        String problem() {
            if (exitCode == TOO_LATE) {
                return "it did not end within " + MINUTES + " minutes, and was ended.";
            }
            return last("message")
                    .or(() -> plans().stream()
                            .flatMap(plan -> plan.path("refusals").valueStream())
                            .map(refusal -> refusal.path("message").asString(""))
                            .findFirst())
                    .orElseGet(() -> errors.isBlank() ? "it ended with exit code " + exitCode + "." : errors.strip());
        }

        private List<JsonNode> plans() {
            try (var documents = JSON.readerFor(JsonNode.class).<JsonNode>readValues(output)) {
                return documents.readAll();
            } catch (JacksonException other) {
                return List.of(); // the program printed something itself
            }
        }

        /** What was planned, for people. */
        String planned() {
            List<JsonNode> plans = plans();
            String tables = plans.stream()
                    .flatMap(plan -> plan.path("tables")
                            .valueStream()
                            .map(table -> plan.path("dataset").asString("") + "."
                                    + table.path("table").asString("")))
                    .distinct()
                    .collect(Collectors.joining(", "));
            return (plans.size() == 1 ? "1 run" : plans.size() + " runs")
                    + (tables.isEmpty() ? ", nothing new" : ": " + tables);
        }

        /** The problems of each destination that the plans met. */
        Map<String, List<String>> destinations() {
            Map<String, List<String>> destinations = new LinkedHashMap<>();
            report.stream()
                    .filter(line -> line.path("kind").asString("").equals("destination"))
                    .forEach(line -> destinations.put(
                            line.path("destination").asString(""),
                            line.path("problems")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList()));
            return destinations;
        }
    }

    /** Plans the work, and diagnoses the destinations that it meets. */
    static Ended plan(Candidate candidate) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("plan", "--json"));
        Candidate.Target target = candidate.target();
        target.into().ifPresent(into -> words.addAll(List.of("--into", into)));
        target.dataset().ifPresent(dataset -> words.addAll(List.of("--dataset", dataset)));
        switch (candidate.work()) {
            case Candidate.Script script -> words.addAll(program(script, target));
            case Candidate.SourceOf source -> {
                source.project().ifPresent(project -> words.addAll(List.of("--project", project.toString())));
                if (!source.only().isEmpty()) {
                    words.addAll(List.of("--only", String.join(",", source.only())));
                }
                if (target.byInterval()) {
                    words.addAll(interval(target));
                }
                words.add(source.name());
            }
        }
        return run(candidate.place(), words);
    }

    /** Runs the test cells of a script. */
    static Ended test(Candidate candidate, Candidate.Script script) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("test"));
        words.addAll(program(script, candidate.target()));
        return run(candidate.place(), words);
    }

    private static List<String> interval(Candidate.Target target) {
        return target.interval()
                .map(interval -> List.of("--interval", interval.toString()))
                .orElse(List.of());
    }

    private static List<String> program(Candidate.Script script, Candidate.Target target) {
        List<String> words = new ArrayList<>(interval(target));
        script.params().forEach((name, value) -> words.addAll(List.of("--param", name + "=" + value)));
        script.libraries()
                .forEach(library ->
                        words.addAll(List.of("--jar", library.toAbsolutePath().toString())));
        words.add(script.file().toAbsolutePath().toString());
        return words;
    }

    private static Ended run(Candidate.Place place, List<String> words) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("pipette-promote-");
        try {
            Path report = scratch.resolve("report.jsonl");
            List<String> options =
                    List.of("-Dpipette.run.report=" + report, "-Dpipette.run.diagnose=true", "-Dpipette.terminal=none");
            ProcessBuilder builder = new ProcessBuilder(ProgramChecks.command(options, words))
                    .directory(place.folder().toAbsolutePath().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(
                            Files.createFile(scratch.resolve("in")).toFile()))
                    .redirectOutput(scratch.resolve("out").toFile())
                    .redirectError(scratch.resolve("err").toFile());
            builder.environment().clear();
            builder.environment().putAll(place.environment());
            builder.environment()
                    .put("PIPETTE_HOME", place.home().toAbsolutePath().toString());
            int exitCode = await(builder.start());
            return new Ended(exitCode, text(scratch.resolve("out")), text(scratch.resolve("err")), documents(report));
        } finally {
            delete(scratch);
        }
    }

    private static int await(Process process) throws InterruptedException {
        try {
            return process.waitFor(MINUTES, TimeUnit.MINUTES) ? process.exitValue() : TOO_LATE;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(Path file) throws IOException {
        return Secrets.masked(new String(Files.readAllBytes(file), UTF_8));
    }

    private static List<JsonNode> documents(Path report) throws IOException {
        return Files.exists(report)
                ? Files.readString(report).lines().map(JSON::readTree).toList()
                : List.of();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
