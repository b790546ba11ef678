package dev.pipette.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.KernelInstall;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A kernel in a process of its own, installed as people install it and driven by Jupyter's client. */
final class DrivenKernel implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;
    private final JsonNode info;

    /** What a cell did. */
    record Ran(JsonNode answer) {
        boolean isOk() {
            return answer.path("status").asString().equals("ok");
        }

        private Stream<JsonNode> outputs(String... types) {
            return answer.path("outputs")
                    .valueStream()
                    .filter(output ->
                            List.of(types).contains(output.path("type").asString()));
        }

        /** What was printed. */
        String printed() {
            return outputs("stream")
                    .map(output -> output.path("text").asString())
                    .collect(Collectors.joining());
        }

        /** What is displayed at the end, in one of its forms: an update takes the place of what it updates. */
        List<String> displayed(String form) {
            Map<String, String> shown = new LinkedHashMap<>();
            outputs("display_data", "update_display_data", "execute_result")
                    .forEach(output -> shown.put(
                            output.path("transient").path("display_id").asString("own" + shown.size()),
                            output.path("data").path(form).asString("")));
            return List.copyOf(shown.values());
        }

        String text() {
            return String.join("\n", displayed("text/plain"));
        }

        String html() {
            return String.join("\n", displayed("text/html"));
        }

        /** All texts of one display, as they followed each other. */
        List<String> updates() {
            return outputs("display_data", "update_display_data")
                    .map(output -> output.path("data").path("text/plain").asString())
                    .toList();
        }

        /** The message of the error, without colors. */
        String error() {
            return outputs("error")
                    .flatMap(output -> output.path("traceback").valueStream())
                    .map(line -> line.asString().replaceAll("\u001b\\[[0-9;]*m", ""))
                    .collect(Collectors.joining("\n"));
        }
    }

    private DrivenKernel(Process process) throws IOException {
        this.process = process;
        this.answers = process.inputReader(UTF_8);
        this.requests = process.outputWriter(UTF_8);
        this.info = read();
    }

    /** Installs the kernel below a folder and starts it in the folder. */
    static DrivenKernel start(Path folder) throws IOException, InterruptedException {
        String python = Python.program();
        Path kernel = KernelInstall.in(Files.createDirectories(folder.resolve("environment")), classPath());
        hurry(kernel.resolve("kernel.json"));
        Path driver = folder.resolve("drive.py");
        try (InputStream script = DrivenKernel.class.getResourceAsStream("drive.py")) {
            assertThat(script).isNotNull();
            Files.write(driver, script.readAllBytes());
        }
        Path working = Files.createDirectories(folder.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder(
                        python, driver.toString(), String.valueOf(kernel.getParent()), working.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PIPETTE_HOME", folder.resolve("home").toString());
        return new DrivenKernel(builder.start());
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A kernel of tests ends before what a second compiler costs comes back. */
    private static void hurry(Path spec) throws IOException {
        ObjectNode kernel = (ObjectNode) JSON.readTree(Files.readString(spec));
        kernel.withArray("argv").insert(1, "-XX:TieredStopAtLevel=1");
        Files.writeString(spec, JSON.writeValueAsString(kernel));
    }

    /** What the kernel says about itself. */
    JsonNode info() {
        return info;
    }

    Ran run(String code) {
        return run(code, Map.of());
    }

    /** Runs a cell and answers what it asks. */
    Ran run(String code, List<String> answers) {
        return run(code, Map.of("answers", answers));
    }

    /** Runs a cell and interrupts it when it has shown a text. */
    Ran interrupted(String code, String shown) {
        return run(code, Map.of("interrupt", shown, "answers", List.of()));
    }

    private Ran run(String code, Map<String, Object> more) {
        Map<String, Object> request = new LinkedHashMap<>(more);
        request.put("do", "run");
        request.put("code", code);
        return new Ran(ask(request));
    }

    /** Asks about the code before a cursor: {@code complete}, {@code inspect} or {@code is_complete}. */
    JsonNode about(String code, String question) {
        return ask(Map.of("do", question, "code", code));
    }

    /** Asks the kernel to end while a cell runs, and starts it again when it has. */
    void restartDuring(String code) {
        ask(Map.of("do", "restart", "code", code));
    }

    /**
     * A notebook to execute.
     *
     * @param name of its page
     * @param from the notebook
     * @param to where the executed one is written
     * @param folder to execute it in
     * @param environment variables that its kernel has besides
     */
    record Notebook(String name, Path from, Path to, Path folder, Map<String, String> environment) {
        private Map<String, ?> request() {
            String pages = System.getProperty("pipette.notebooks.html", "");
            String page = pages.isEmpty() ? "" : Path.of(pages, name + ".html").toString();
            return Map.of(
                    "from",
                    from.toString(),
                    "to",
                    to.toString(),
                    "folder",
                    folder.toString(),
                    "environment",
                    environment,
                    "html",
                    page);
        }
    }

    /**
     * Executes notebooks, some at a time, each with a kernel of its own. {@code -Dpipette.notebooks.html=FOLDER} writes a page of each, where Python
     * also has {@code nbconvert}.
     *
     * @return of each that failed, the message by its name
     */
    Map<String, String> execute(List<Notebook> notebooks) {
        JsonNode answer = ask(Map.of(
                "do",
                "notebooks",
                "all",
                notebooks.stream().map(Notebook::request).toList()));
        Map<String, String> failures = new LinkedHashMap<>();
        for (int at = 0; at < notebooks.size(); at++) {
            String failure = answer.path("failures").path(at).asString("");
            if (!failure.isEmpty()) {
                failures.put(notebooks.get(at).name(), failure);
            }
        }
        return failures;
    }

    private JsonNode ask(Map<String, ?> request) {
        try {
            requests.write(JSON.writeValueAsString(request));
            requests.write('\n');
            requests.flush();
            JsonNode answer = read();
            assertThat(answer.path("status").asString()).as(answer.toString()).isNotEqualTo("broken");
            return answer;
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private JsonNode read() throws IOException {
        String line = answers.readLine();
        assertThat(line).as("the answer of the driver, whose errors are above").isNotNull();
        return JSON.readTree(line);
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            assertThat(process.waitFor()).isZero();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
