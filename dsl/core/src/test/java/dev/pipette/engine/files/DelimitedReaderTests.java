package dev.pipette.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.columnar.TextProfile;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.CsvDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a pass over delimited files learns about their columns. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DelimitedReaderTests {
    /** More rows than the guess is made from. */
    private static final int MANY = 5_000;

    @TempDir
    Path folder;

    private DuckEngine engine;

    @BeforeAll
    void start(@TempDir Path spill) {
        engine = new DuckEngine(spill, "100MB");
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private DelimitedFile file(String name, String text, CsvDialect dialect) throws IOException {
        Path path = folder.resolve(name);
        Files.writeString(path, text);
        return new DelimitedFile(path, Path.of(name), dialect, 0);
    }

    private DelimitedReader.Profile profile(DelimitedFile file, Map<String, ValueType> known) {
        return new DelimitedReader(engine).profile(file, DelimitedReader.header(file), known);
    }

    private static List<ValueType> types(DelimitedReader.Profile profile) {
        return profile.columns().stream()
                .map(column -> column.type().orElse(ValueType.TEXT))
                .toList();
    }

    private static String rows(int count, String last) {
        return IntStream.range(0, count).mapToObj(row -> row + "\n").reduce("", String::concat) + last;
    }

    @Test
    void a_column_has_the_type_that_all_of_its_values_have() throws IOException {
        DelimitedReader.Profile profile = profile(
                file(
                        "a.csv",
                        "i,d,b,day,at,local,t\n1,1.5,true,2025-01-31,2025-01-31T06:00:00Z,2025-01-31 06:00:00,x\n"
                                + "2,2.25,FALSE,2025-02-01,2025-01-31T06:00:00+01:00,2025-01-31T06:00:00.5,\n",
                        CsvDialect.usual(",")),
                Map.of());

        assertThat(profile.rows()).containsExactly(2L);
        assertThat(types(profile))
                .containsExactly(
                        ValueType.BIGINT,
                        ValueType.DOUBLE,
                        ValueType.BOOL,
                        ValueType.DATE,
                        ValueType.TIMESTAMP,
                        ValueType.LOCAL_TIMESTAMP,
                        ValueType.TEXT);
        assertThat(profile.columns().getLast().values())
                .as("an empty field is NULL")
                .isEqualTo(1);
    }

    @Test
    void a_guess_is_checked_over_all_rows() throws IOException {
        assertThat(types(profile(file("a.csv", "n\n" + rows(MANY, ""), CsvDialect.usual(",")), Map.of())))
                .containsExactly(ValueType.BIGINT);
        assertThat(types(profile(file("b.csv", "n\n" + rows(MANY, "007\n"), CsvDialect.usual(",")), Map.of())))
                .containsExactly(ValueType.TEXT);
        assertThat(types(profile(file("c.csv", "n\n" + rows(MANY, "1.5\n"), CsvDialect.usual(",")), Map.of())))
                .containsExactly(ValueType.DOUBLE);
    }

    @Test
    void values_of_a_column_whose_type_is_known_are_only_counted() throws IOException {
        DelimitedReader.Profile profile =
                profile(file("a.csv", "n,m\n1,1\n,2\n", CsvDialect.usual(",")), Map.of("n", ValueType.TEXT));

        assertThat(types(profile)).containsExactly(ValueType.TEXT, ValueType.BIGINT);
        assertThat(profile.columns().getFirst().values()).isEqualTo(1);
    }

    @Test
    void a_dialect_says_which_texts_are_null_and_how_numbers_are_written() throws IOException {
        DelimitedReader.Profile profile = profile(
                file(
                        "a.csv",
                        "n;m\n3,5;1\n4,25;NA\n",
                        CsvDialect.usual(";").withNulls(List.of("NA")).withDecimalComma(true)),
                Map.of());

        assertThat(types(profile)).containsExactly(ValueType.DOUBLE, ValueType.BIGINT);
        assertThat(profile.columns().getLast().values()).isEqualTo(1);
    }

    @Test
    void files_that_agree_are_learnt_together_and_the_one_at_fault_is_named() throws IOException {
        CsvDialect comma = CsvDialect.usual(",");
        DelimitedFile one = file("one.csv", "n\n1\n2\n", comma);
        DelimitedFile two = file("two.csv", "n\n2.5\n", comma);
        DelimitedFile broken = file("broken.csv", "n\n1,2\n", comma);
        DelimitedReader reader = new DelimitedReader(engine);

        List<DelimitedReader.Profile> together =
                reader.profiles(List.of(one, two), List.of(2L, 1L), List.of("n"), Map.of());

        assertThat(together).hasSize(1);
        assertThat(together.getFirst().rows()).containsExactly(2L, 1L);
        assertThat(types(together.getFirst())).containsExactly(ValueType.DOUBLE);
        assertThat(reader.profiles(List.of(one, two), List.of(2L, 2L), List.of("n"), Map.of()))
                .as("a scan that counted other rows is not trusted")
                .hasSize(2);
        assertThatThrownBy(() -> reader.profiles(List.of(one, broken), List.of(2L, 1L), List.of("n"), Map.of()))
                .hasMessageContaining("broken.csv, line 2");
    }

    @Test
    void a_profile_of_files_is_that_of_all_their_values() throws IOException {
        CsvDialect comma = CsvDialect.usual(",");
        DelimitedReader reader = new DelimitedReader(engine);
        DelimitedReader.Profile one = reader.profile(file("one.csv", "n\n1\n", comma), List.of("n"), Map.of());
        DelimitedReader.Profile two = reader.profile(file("two.csv", "n\nx\n", comma), List.of("n"), Map.of());

        TextProfile joined = one.columns().getFirst().plus(two.columns().getFirst());

        assertThat(joined.type()).contains(ValueType.TEXT);
        assertThat(joined).isEqualTo(two.columns().getFirst().plus(one.columns().getFirst()));
    }

    @Test
    void an_empty_file_has_no_columns_and_no_rows() throws IOException {
        DelimitedFile empty = file("a.csv", "", CsvDialect.usual(","));

        assertThat(DelimitedReader.header(empty)).isEmpty();
        assertThat(profile(empty, Map.of()).rows()).containsExactly(0L);
        assertThat(new DelimitedReader(engine).count(empty)).isZero();
        assertThat(new DelimitedReader(engine).count(file("b.csv", "n\n1\n\"2\n3\"\n", CsvDialect.usual(","))))
                .as("a record may have several lines")
                .isEqualTo(2);
    }
}
