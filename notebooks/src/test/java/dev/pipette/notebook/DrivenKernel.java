package dev.pipette.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
        Path environment = Files.createDirectories(folder.resolve("environment"));
        install(environment);
        Path driver = folder.resolve("drive.py");
        try (InputStream script = DrivenKernel.class.getResourceAsStream("drive.py")) {
            assertThat(script).isNotNull();
            Files.write(driver, script.readAllBytes());
        }
        Path working = Files.createDirectories(folder.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder(
                        python,
                        driver.toString(),
                        environment.resolve("share/jupyter/kernels").toString(),
                        working.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PIPETTE_HOME", folder.resolve("home").toString());
        return new DrivenKernel(builder.start());
    }

    /** By the command, in a JVM that knows the class path of the tests as the launcher knows that of a checkout. */
    private static void install(Path environment) throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Process install = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dpipette.notebook.classpath=" + classPath,
                        "-cp",
                        classPath,
                        "dev.pipette.cli.Main",
                        "notebook",
                        "install",
                        "--env",
                        environment.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(install.getInputStream().readAllBytes(), UTF_8);
        assertThat(install.waitFor()).as(printed).isZero();
        assertThat(printed)
                .isEqualTo("installed " + environment.resolve("share/jupyter/kernels/pipette") + System.lineSeparator()
                        + "Jupyter shows it as 'Pipette (Java)'." + System.lineSeparator());
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
     * Executes a notebook with a kernel of its own. {@code -Dpipette.notebooks.html=FOLDER} writes a page of each, where Python
     * also has {@code nbconvert}.
     *
     * @param environment variables that this kernel has besides
     */
    void execute(Path notebook, Path executed, Path folder, Map<String, String> environment) {
        String pages = System.getProperty("pipette.notebooks.html", "");
        JsonNode answer = ask(Map.of(
                "do",
                "notebook",
                "from",
                notebook.toString(),
                "to",
                executed.toString(),
                "folder",
                folder.toString(),
                "environment",
                environment,
                "html",
                pages.isEmpty()
                        ? ""
                        : Path.of(pages, notebook.getFileName() + ".html").toString()));
        assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("ok");
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
