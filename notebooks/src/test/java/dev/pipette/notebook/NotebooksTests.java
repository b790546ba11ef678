package dev.pipette.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The notebooks that teach: each cell does what the committed outputs show. {@code -Dpipette.notebooks=write} writes the outputs
 * again; look at what changed before you commit it.
 */
class NotebooksTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path NOTEBOOKS = Path.of("").toAbsolutePath();

    @TempDir
    static Path folder;

    private static @Nullable DrivenKernel kernel;

    @BeforeAll
    static void start() throws Exception {
        kernel = DrivenKernel.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (kernel != null) {
            kernel.close();
        }
    }

    static List<String> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(NOTEBOOKS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void a_notebook_shows_what_its_cells_do(String name) throws IOException {
        if (name.equals("postgresql.ipynb")) {
            try (Warehouse warehouse = Warehouse.open()) {
                showsWhatItsCellsDo(name, warehouse.environment(), warehouse::renamed);
            }
        } else {
            showsWhatItsCellsDo(name, Map.of(), text -> text);
        }
    }

    /** What is called otherwise on each machine is renamed in the outputs. */
    private static void showsWhatItsCellsDo(String name, Map<String, String> environment, UnaryOperator<String> renamed)
            throws IOException {
        Path committed = NOTEBOOKS.resolve(name);
        Path checkout = Files.createDirectories(folder.resolve(name).resolve("notebooks"));
        copyData(Files.createDirectories(folder.resolve(name).resolve("jshell/data")));
        Path executed = checkout.resolve(name);

        java.util.Objects.requireNonNull(kernel).execute(committed, executed, checkout, environment);

        String outputs = renamed.apply(Files.readString(executed).replace(home(), "~/.pipette"));
        assertThat(outputs)
                .doesNotContain("<script", "\"application/javascript\"")
                .doesNotContain(environment.getOrDefault(Warehouse.PASSWORD, "no password"));
        JsonNode now = JSON.readTree(outputs);
        if ("write".equals(System.getProperty("pipette.notebooks"))) {
            Files.writeString(committed, outputs);
        }
        assertThat(texts(now)).isEqualTo(texts(JSON.readTree(Files.readString(committed))));
    }

    /** The data files of the checkout, where a notebook looks for them. */
    private static void copyData(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(NOTEBOOKS.resolveSibling("jshell").resolve("data"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    /** The working folder of the kernel, as its texts name it. */
    private static String home() {
        return folder.resolve("home").toString();
    }

    /** Each cell with what it shows, times and load ids apart. */
    private static String texts(JsonNode notebook) {
        return notebook.path("cells")
                .valueStream()
                .filter(cell -> cell.path("cell_type").asString().equals("code"))
                .map(cell -> "----\n" + joined(cell.path("source")) + "\n>>>>\n"
                        + cell.path("outputs")
                                .valueStream()
                                .map(NotebooksTests::text)
                                .collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n"))
                .replaceAll("\\b\\d+(?:\\.\\d+)? (?:ms|s)\\b", "TIME")
                .replaceAll("\\b\\d{10}\\.\\d+\\b", "LOAD")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "INSTANT")
                .replaceAll("PostgreSQL \\d+(?:\\.\\d+)?", "PostgreSQL VERSION")
                // a column is as wide as its values
                .replaceAll(" {2,}", " ")
                .replaceAll("-{2,}", "--");
    }

    private static String text(JsonNode output) {
        return switch (output.path("output_type").asString()) {
            case "stream" -> joined(output.path("text"));
            case "error" -> output.path("evalue").asString();
            default -> joined(output.path("data").path("text/plain"));
        };
    }

    private static String joined(JsonNode lines) {
        return lines.isArray()
                ? lines.valueStream().map(JsonNode::asString).collect(Collectors.joining())
                : lines.asString();
    }
}
