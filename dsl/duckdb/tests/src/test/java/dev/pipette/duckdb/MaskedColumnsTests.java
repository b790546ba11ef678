package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.hmac;
import static dev.pipette.Pipette.json;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.nulls;
import static dev.pipette.Pipette.parquet;
import static dev.pipette.Pipette.partial;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.sha256;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.spi.Mask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masked columns: the same on every way, without Java's rows where files allow it, and the values are kept nowhere. */
class MaskedColumnsTests {
    private static final String EMAIL = "ann@example.org";
    private static final String KEY = "correct horse battery staple";

    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private enum Way {
        CSV,
        CSV_GZ,
        CSV_ROWS,
        CSV_OTHER_DIALECT,
        PARQUET,
        PARQUET_ROWS,
        JSON,
        JAVA;

        boolean readsRows() {
            return this == CSV_ROWS || this == PARQUET_ROWS || this == JSON || this == JAVA;
        }
    }

    private Resource people(Way way) throws IOException {
        return switch (way) {
            case CSV, CSV_ROWS -> csv("people", scratch.file("people.csv", "id,Email,n\n1," + EMAIL + ",007\n2,,8\n"));
            case CSV_OTHER_DIALECT ->
                csv("people", scratch.file("people.csv", "id;Email;n\n1;'" + EMAIL + "';007\n2;-;8\n"))
                        .option("delimiter", ";")
                        .option("quote", "'")
                        .option("null", "-");
            case CSV_GZ -> {
                Path file = folder.resolve("people.csv.gz");
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                    out.write(("id,Email,n\n1," + EMAIL + ",007\n2,,8\n").getBytes(StandardCharsets.UTF_8));
                }
                yield csv("people", file);
            }
            case PARQUET, PARQUET_ROWS -> {
                Path file = folder.resolve("people.parquet");
                copy(
                        "SELECT * FROM (VALUES (1, '" + EMAIL + "', '007'), (2, NULL, '8')) people(id, \"Email\", n)",
                        file);
                yield parquet("people", file);
            }
            case JSON ->
                json(
                        "people",
                        scratch.file(
                                "people.json",
                                "[{\"id\": 1, \"Email\": \"" + EMAIL
                                        + "\", \"n\": \"007\"}, {\"id\": 2, \"Email\": null, \"n\": \"8\"}]"));
            case JAVA -> {
                Map<String, Object> second = new LinkedHashMap<>(Map.of("id", 2, "n", "8"));
                second.put("Email", null);
                yield resource("people").rows(List.of(Map.of("id", 1, "Email", EMAIL, "n", "007"), second));
            }
        };
    }

    private static void copy(String query, Path file) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    private LoadInfo run(Way way, UnaryOperator<Resource> steps) throws IOException {
        Resource chosen = steps.apply(people(way));
        boolean limited = way == Way.CSV_ROWS || way == Way.PARQUET_ROWS;
        return scratch.pipeline().keepPackages().run(limited ? chosen.limit(99) : chosen);
    }

    @ParameterizedTest
    @EnumSource
    void a_mask_is_that_of_the_values_text(Way way) throws IOException {
        run(way, people -> people.mask("email", sha256("salt")).mask("n", partial(1, 1)));

        assertThat(scratch.rows("SELECT id, email, n FROM people ORDER BY id"))
                .containsExactly("1 | " + new Mask.Sha256("salt").of(EMAIL) + " | 0*7", "2 | NULL | *");
        assertThat(everythingKept()).doesNotContain(EMAIL);
    }

    @ParameterizedTest
    @EnumSource
    void neither_the_values_nor_the_key_are_kept(Way way) throws IOException {
        run(
                way,
                people -> people.rename("Email", "mail").mask("mail", hmac(KEY)).mask("n", nulls()));

        assertThat(scratch.rows("SELECT mail FROM people WHERE id = 1")).containsExactly(new Mask.Hmac(KEY).of(EMAIL));
        assertThat(everythingKept()).doesNotContain(EMAIL).doesNotContain(KEY);
    }

    @Test
    void the_key_may_be_longer_than_a_block() throws IOException {
        String key = "k".repeat(100);
        run(Way.CSV, people -> people.mask("email", hmac(key)));

        assertThat(scratch.rows("SELECT email FROM people WHERE id = 1")).containsExactly(new Mask.Hmac(key).of(EMAIL));
    }

    /** All bytes of the working folder and the database, in which texts would be found. */
    private String everythingKept() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(found -> !found.getFileName().toString().startsWith("people."))
                    .toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @ParameterizedTest
    @EnumSource
    void a_merge_by_a_masked_column_matches_its_rows(Way way) throws IOException {
        run(way, people -> people.mask("id", sha256("s")).merge("id"));
        run(way, people -> people.mask("id", sha256("s")).merge("id"));

        assertThat(scratch.rows("SELECT id FROM people ORDER BY n"))
                .containsExactly(new Mask.Sha256("s").of("1"), new Mask.Sha256("s").of("2"));
    }

    @ParameterizedTest
    @EnumSource
    void a_mask_after_a_function_sees_what_it_returns(Way way) throws IOException {
        run(way, people -> people.filter(row -> EMAIL.equals(row.get("Email"))).mask("email", partial(3, 0)));

        assertThat(scratch.rows("SELECT email FROM people")).containsExactly("ann" + "*".repeat(12));
    }

    @ParameterizedTest
    @EnumSource
    void a_name_that_no_row_has_is_an_error(Way way) throws IOException {
        Resource people = people(way).mask("telephone", nulls());

        assertThat(refusal(() -> scratch.pipeline().run(people)))
                .startsWith("[BAD_USAGE] resource people: .mask(..) names column 'telephone', which the input does not"
                        + " have. "
                        + (way.name().startsWith("CSV")
                                ? "What its first line has is not shown, because columns are masked."
                                : "It has: "));
        assertThat(scratch.rows("SELECT count(*) FROM information_schema.tables WHERE table_name = 'people'"))
                .containsExactly("0");
    }

    @ParameterizedTest
    @EnumSource
    void java_reads_no_row_of_a_file_that_it_need_not_read(Way way) throws IOException {
        List<String> read = new ArrayList<>();
        Resource chosen = people(way).mask("email", sha256("s"));

        scratch.pipeline()
                .listener(new TakenColumnsTests.Extracted(read))
                .run(way.name().endsWith("_ROWS") ? chosen.limit(9) : chosen);

        assertThat(read.isEmpty()).isEqualTo(!way.readsRows());
    }

    @Test
    void an_error_shows_nothing_of_what_is_to_be_masked() throws IOException {
        Path broken = scratch.file("people.csv", "id,email\n1," + EMAIL + "\n2,b@example.org,3\n");
        Path token = scratch.file("people.jsonl", "{\"email\": zorro}\n");
        String hidden = " cannot be read. Its text is not shown, because columns are masked. Nothing of it was loaded."
                + " Correct it, or what declares its form: its delimiter, quotes and encoding.";

        assertThat(refusal(() -> scratch.pipeline().run(csv("people", broken).mask("email", sha256("s")))))
                .isEqualTo("[SOURCE_UNREADABLE] " + broken + ", line 3" + hidden);
        assertThat(refusal(() -> scratch.pipeline()
                        .run(csv("people", broken).map(row -> row).mask("email", sha256("s")))))
                .isEqualTo("[SOURCE_UNREADABLE] " + broken + ", line 3" + hidden);
        assertThat(refusal(() -> scratch.pipeline().run(jsonl("people", token).mask("email", sha256("s")))))
                .startsWith("[SOURCE_UNREADABLE] " + token + ", line 1")
                .endsWith(hidden);
        assertThat(everythingKept()).doesNotContain("b@example.org").doesNotContain("zorro");
    }

    @Test
    void a_first_line_that_is_a_row_is_not_shown() throws IOException {
        Path rows = scratch.file("people.csv", EMAIL + ",5,6\nb@example.org,6,7\n");
        Path same = scratch.file("people.same.csv", EMAIL + ",5,5\nb@example.org,6,7\n");

        String unknown =
                refusal(() -> scratch.pipeline().run(csv("people", rows).mask("email", nulls())));
        String alike = refusal(() -> scratch.pipeline().run(csv("people", same).mask(EMAIL, nulls())));

        assertThat(unknown)
                .doesNotContain(EMAIL)
                .endsWith(" Where the first line is a row, say so with csvFormat().withoutHeader() (--no-header).");
        assertThat(alike)
                .startsWith("[NAME_COLLISION] a file of resource people has two columns")
                .doesNotContain(EMAIL);
        assertThat(everythingKept()).doesNotContain(EMAIL);
    }

    @Test
    void a_value_has_one_mask_whoever_reads_it() {
        Path flat = folder.resolve("flat.parquet");
        Path nested = folder.resolve("nested.parquet");
        String values =
                "SELECT * FROM (VALUES (1, 1.5::DOUBLE, 1e16::DOUBLE, 1e-5::DOUBLE, 'nan'::DOUBLE, 0.1::FLOAT, 12.30::DECIMAL(10,2),"
                        + " TIMESTAMPTZ '2026-01-02 03:04:05.120+00', TIMESTAMP '2026-01-02 03:04:00', DATE '2026-01-02', TIME '03:04:00',"
                        + " true, 'ab'::BLOB, uuid '00000000-0000-0000-0000-000000000001', 12345678901234567890123456789012345678::DECIMAL(38, 0),"
                        + " TIMESTAMP 'infinity', DATE '12026-01-02', -2.5e-300::DOUBLE, 9007199254740993::DOUBLE))"
                        + " t(id, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r)";
        copy(values, flat);
        copy(values.replace("SELECT *", "SELECT *, [1] AS list"), nested);
        List<String> columns =
                List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r");
        UnaryOperator<Resource> masks = resource -> {
            Resource masked = resource;
            for (String column : columns) {
                masked = masked.mask(column, sha256(""));
            }
            return masked;
        };

        scratch.pipeline()
                .run(
                        masks.apply(parquet("by_duckdb", flat)),
                        masks.apply(parquet("by_java", flat).map(row -> row)),
                        masks.apply(parquet("with_list", nested)).mask("list", sha256("")));

        String select = "SELECT " + String.join(", ", columns) + " FROM ";
        List<String> texts = List.of(
                "1.5",
                "1e+16",
                "1e-05",
                "nan",
                "0.10000000149011612",
                "12.30",
                "2026-01-02T03:04:05.12Z",
                "2026-01-02T03:04:00",
                "2026-01-02",
                "03:04:00",
                "true",
                "6162",
                "00000000-0000-0000-0000-000000000001",
                "12345678901234567890123456789012345678",
                "infinity",
                "12026-01-02",
                "-2.5e-300",
                "9007199254740992.0");
        String expected =
                String.join(" | ", texts.stream().map(new Mask.Sha256("")::of).toList());
        assertThat(scratch.rows(select + "by_duckdb")).containsExactly(expected);
        assertThat(scratch.rows(select + "by_java")).containsExactly(expected);
        assertThat(scratch.rows(select + "with_list")).containsExactly(expected);
        assertThat(scratch.rows("SELECT list FROM with_list")).containsExactly(new Mask.Sha256("").of("[1]"));
    }

    @Test
    void lists_and_objects_are_masked_as_a_whole() {
        scratch.pipeline()
                .run(resource("people")
                        .rows(List.of(Map.of("id", 1, "contact", Map.of("email", EMAIL, "b", List.of(1)))))
                        .mask("contact", sha256("")));

        assertThat(scratch.rows("SELECT contact FROM people"))
                .containsExactly(new Mask.Sha256("").of("{\"b\":[1],\"email\":\"" + EMAIL + "\"}"));
    }
}
