package dev.pipette.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The notebooks that teach: each cell does what the committed outputs show. {@code -Dpipette.notebooks=write} writes the outputs
 * again; look at what changed before you commit it.
 */
@ExtendWith(SharedKernel.class)
class NotebooksTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path NOTEBOOKS = Path.of("").toAbsolutePath();

    private static final Map<String, UnaryOperator<String>> RENAMED = new HashMap<>();
    private static Map<String, String> failures = Map.of();
    private static String password = "";

    /** All at once: most of the time of each is the start of its kernel. */
    @BeforeAll
    static void execute() throws IOException {
        try (Warehouse warehouse = Warehouse.open()) {
            RENAMED.put("postgresql.ipynb", warehouse::renamed);
            List<DrivenKernel.Notebook> all = new ArrayList<>();
            for (String name : notebooks()) {
                Map<String, String> environment = new HashMap<>(Map.of("PIPETTE_HOME", home(name)));
                if (RENAMED.containsKey(name)) {
                    environment.putAll(warehouse.environment());
                }
                all.add(prepared(name, environment));
            }
            failures = SharedKernel.kernel().execute(all);
            password = warehouse.password();
        }
    }

    private static DrivenKernel.Notebook prepared(String name, Map<String, String> environment) throws IOException {
        Path checkout = Files.createDirectories(folder(name).resolve("notebooks"));
        copyData(Files.createDirectories(folder(name).resolve("jshell/data")));
        return new DrivenKernel.Notebook(name, NOTEBOOKS.resolve(name), executed(name), checkout, environment);
    }

    private static Path folder(String name) {
        return SharedKernel.folder().resolve(name);
    }

    private static Path executed(String name) {
        return folder(name).resolve("notebooks").resolve(name);
    }

    /** The working folder of the kernel. */
    private static String home(String name) {
        return folder(name).resolve("home").toString();
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
        assertThat(failures.getOrDefault(name, "")).isEmpty();
        Path committed = NOTEBOOKS.resolve(name);

        // what is called otherwise on each machine is renamed
        String outputs = RENAMED.getOrDefault(name, text -> text)
                .apply(Files.readString(executed(name)).replace(home(name), "~/.pipette"));

        assertThat(outputs).doesNotContain("<script", "\"application/javascript\"", password);
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
