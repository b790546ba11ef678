package dev.pipette.duckdb.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.engine.files.TakenColumns;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.json.JsonRows;
import dev.pipette.schema.Naming;
import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers: valid text comes back as it was written, and broken text is an error that tells its place. */
class FuzzReadersTests {
    private static final Naming NAMING = Naming.snakeCase(65_536);
    private static final List<String> ENCODINGS =
            List.of("UTF-8", "UTF-8", "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32BE");

    @TempDir
    static Path folder;

    private static @Nullable DuckEngine engine;

    @BeforeAll
    static void start() {
        engine = new DuckEngine(folder.resolve("spill"), "512MB");
    }

    @AfterAll
    static void stop() {
        engine().close();
    }

    private static DuckEngine engine() {
        return java.util.Objects.requireNonNull(engine);
    }

    // JSON.

    private static List<Map<String, Object>> read(byte[] bytes, boolean lines) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try (Stream<Map<String, Object>> rows =
                lines ? JsonRows.lines(in, "input") : JsonRows.of(in, "input", Optional.empty())) {
            return rows.toList();
        }
    }

    private static String text(JsonModel model, List<?> rows, boolean lines) {
        return lines
                ? String.join("\n", rows.stream().map(model::write).toList())
                : "[" + String.join(", \n", rows.stream().map(model::write).toList()) + "]";
    }

    private static List<Map<String, @Nullable Object>> rows(JsonModel model) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int count = model.random().nextInt(4); count >= 0; count--) {
            rows.add(model.object(0));
        }
        return rows;
    }

    @Test
    void valid_json_comes_back_as_it_was_written() {
        Fuzz.each(1_500, 1, random -> {
            JsonModel model = new JsonModel(random);
            List<Map<String, @Nullable Object>> rows = rows(model);
            boolean lines = random.nextBoolean();
            String text = text(model, rows, lines);
            byte[] bytes = ((random.nextBoolean() ? "\ufeff" : "") + text)
                    .getBytes(Charset.forName(Fuzz.pick(random, ENCODINGS)));

            assertThat(JsonModel.plain(read(bytes, lines))).as(text).isEqualTo(JsonModel.plain(rows));
        });
    }

    @Test
    void broken_json_is_read_or_refused_with_its_place() {
        Fuzz.each(1_500, 1, random -> {
            JsonModel model = new JsonModel(random);
            boolean lines = random.nextBoolean();
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (random.nextInt(8) > 0) {
                bytes = Texts.broken(random, Texts.utf8(text(model, rows(model), lines)));
            }
            try {
                assertThat(read(bytes, lines)).isNotNull();
            } catch (PipetteException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
                Fuzz.judge(refused);
            }
        });
    }

    // Delimited text.

    private record Csv(List<String> names, List<List<String>> rows) {
        static Csv random(Random random) {
            Set<String> names = new LinkedHashSet<>();
            Set<String> columns = new LinkedHashSet<>();
            for (int count = random.nextInt(4); count >= 0; count--) {
                String name = Texts.nasty(random).replaceAll("[\0\ufeff\r\n]", "");
                if (columns.add(NAMING.key(name))) {
                    names.add(name);
                }
            }
            List<String> kinds =
                    names.stream().map(name -> Fuzz.pick(random, Texts.NASTY)).toList();
            List<List<String>> rows = new ArrayList<>();
            for (int count = random.nextInt(6); count > 0; count--) {
                rows.add(kinds.stream()
                        .map(kind -> random.nextInt(5) > 0 ? kind : Texts.nasty(random))
                        .toList());
            }
            return new Csv(List.copyOf(names), rows);
        }

        /** Names hold no line break: where it is of another kind than the lines' ends, it is refused. */
        String write(Random random) {
            String end = Fuzz.pick(random, List.of("\n", "\r\n"));
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
            text.append(line(random, names)).append(end);
            rows.forEach(row -> text.append(line(random, row)).append(end));
            return text.toString();
        }

        private static String line(Random random, List<String> fields) {
            return String.join(
                    ",", fields.stream().map(field -> field(random, field)).toList());
        }

        private static String field(Random random, String field) {
            boolean quoted = field.isEmpty()
                    || random.nextInt(3) == 0
                    || field.startsWith("\ufeff")
                    || field.chars().anyMatch(unit -> "\",\r\n".indexOf(unit) >= 0);
            return quoted ? '"' + field.replace("\"", "\"\"") + '"' : field;
        }
    }

    private static List<Map<String, Object>> read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("input.csv"), bytes);
        try (Stream<Map<String, Object>> rows = new ColumnarRows(engine(), NAMING, Map.of(), TakenColumns.ALL)
                .open(new FileContent.Columnar(
                        SourceFile.of(file),
                        FileContent.Kind.DELIMITED,
                        CsvDialect.usual(","),
                        false,
                        Optional.empty()))) {
            return rows.toList();
        }
    }

    @Test
    void valid_delimited_text_comes_back_as_it_was_written() {
        Fuzz.each(60, 20, random -> {
            Csv csv = Csv.random(random);
            String text = csv.write(random);

            List<Map<String, Object>> rows = read(Texts.utf8(text));

            assertThat(rows).as(text).hasSameSizeAs(csv.rows());
            for (int row = 0; row < rows.size(); row++) {
                List<Object> values = new ArrayList<>(rows.get(row).values());
                for (int column = 0; column < csv.names().size(); column++) {
                    String written = csv.rows().get(row).get(column);
                    assertThat(Values.areSame(written.isEmpty() ? null : written, values.get(column)))
                            .as("%s is read as %s of:\n%s", written, values.get(column), text)
                            .isTrue();
                }
            }
        });
    }

    @Test
    void broken_delimited_text_is_read_or_refused() {
        Fuzz.each(100, 20, random -> {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (random.nextInt(8) > 0) {
                bytes = Texts.broken(random, Texts.utf8(Csv.random(random).write(random)));
            }
            try {
                assertThat(read(bytes)).isNotNull();
            } catch (PipetteException refused) {
                assertThat(refused.code()).isIn(ErrorCode.SOURCE_UNREADABLE, ErrorCode.NAME_COLLISION);
                Fuzz.judge(refused);
            }
        });
    }
}
