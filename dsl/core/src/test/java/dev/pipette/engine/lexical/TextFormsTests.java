package dev.pipette.engine.lexical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.sql.Sql;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Java and DuckDB read the same texts as numbers, times and truth values, and read the same values from them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextFormsTests {
    private static final int RANDOM_TEXTS = 4_000;

    /** A form: how Java reads it, how DuckDB does, and how a value is written to be compared. */
    private enum Form {
        INTEGER(text -> NumberText.integer(text).map(Object::toString), NumberText::integerValue),
        PLAIN(
                text -> NumberText.plain(text)
                        .map(number -> number.setScale(9, RoundingMode.HALF_UP))
                        .filter(number -> number.precision() <= 38)
                        .map(BigDecimal::toPlainString),
                text -> NumberText.plainValue(text, "DECIMAL(38,9)")),
        IS_PLAIN(
                text -> NumberText.isPlainNumber(text) ? Optional.of("true") : Optional.empty(),
                text -> "CASE WHEN " + NumberText.isPlain(text) + " THEN true END"),
        TRUTH(text -> TruthText.read(text).map(Object::toString), TruthText::value),
        DATE(
                text -> TimeText.date(text).map(date -> String.valueOf(date.toEpochDay())),
                text -> days(TimeText.dateValue(text))),
        TIME_OF_DAY(
                text -> TimeText.timeOfDay(text).map(time -> String.valueOf(time.toNanoOfDay() / 1_000)),
                text -> "epoch_us(" + TimeText.timeOfDayValue(text) + ")"),
        INSTANT(
                text -> TimeText.instant(text).map(time -> micros(time.toInstant())),
                text -> "epoch_us(" + TimeText.instantValue(text) + ")"),
        LOCAL(
                text -> TimeText.local(text).map(time -> micros(time.toInstant(ZoneOffset.UTC))),
                text -> "epoch_us(" + TimeText.localValue(text) + ")"),
        LOCAL_OR_MIDNIGHT(
                text -> TimeText.localOrMidnight(text).map(time -> micros(time.toInstant(ZoneOffset.UTC))),
                text -> "epoch_us(" + TimeText.localOrMidnightValue(text) + ")"),
        DECLARED_INSTANT(
                text -> TimeText.declaredInstant(text).map(time -> micros(time.toInstant())),
                text -> "epoch_us(" + TimeText.declaredInstantValue(text) + ")"),
        DECLARED_LOCAL(
                text -> TimeText.declaredLocal(text).map(time -> micros(time.toInstant(ZoneOffset.UTC))),
                text -> "epoch_us(" + TimeText.declaredLocalValue(text) + ")"),
        WRITTEN_AS_INSTANT(
                text -> TimeText.form(text) == TimeText.Form.INSTANT ? Optional.of("true") : Optional.empty(),
                text -> "CASE WHEN " + TimeText.isInstant(text) + " THEN true END"),
        WRITTEN_AS_LOCAL(
                text -> TimeText.form(text) == TimeText.Form.LOCAL ? Optional.of("true") : Optional.empty(),
                text -> "CASE WHEN " + TimeText.isLocalOrDate(text) + " AND strlen(" + text + ") > 10 THEN true END"),
        ENDLESS(
                text -> TimeText.form(text) == TimeText.Form.ENDLESS ? Optional.of("true") : Optional.empty(),
                text -> "CASE WHEN " + TimeText.isEndless(text) + " THEN true END");

        private final Function<String, Optional<String>> java;
        private final UnaryOperator<String> duckDb;

        Form(Function<String, Optional<String>> java, UnaryOperator<String> duckDb) {
            this.java = java;
            this.duckDb = duckDb;
        }

        private static String days(String date) {
            return "CASE WHEN isfinite(" + date + ") THEN " + date + " - DATE '1970-01-01' END";
        }

        private static String micros(Instant time) {
            return String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        }
    }

    private DuckEngine engine;

    @BeforeAll
    void start(@TempDir Path spill) {
        engine = new DuckEngine(spill, "200MB");
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private Map<String, Optional<String>> inDuckDb(Form form, List<String> texts) {
        String values = texts.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
        Map<String, Optional<String>> read = new LinkedHashMap<>();
        engine.first(
                "SELECT list(coalesce(CAST(" + form.duckDb.apply("t") + " AS VARCHAR), '(none)') ORDER BY i) FROM"
                        + " (SELECT unnest(" + values + ") AS t, unnest(range(" + texts.size() + ")) AS i)",
                row -> {
                    Object[] found = (Object[]) row.getArray(1).getArray();
                    for (int index = 0; index < texts.size(); index++) {
                        String value = String.valueOf(found[index]);
                        read.put(texts.get(index), Optional.of(value).filter(text -> !text.equals("(none)")));
                    }
                    return read.size();
                });
        return read;
    }

    private void assertAgrees(Form form, List<String> texts) {
        Map<String, Optional<String>> found =
                inDuckDb(form, texts.stream().distinct().toList());

        found.forEach((text, value) -> assertThat(form.java.apply(text))
                .as("Java's reading of '%s'", text)
                .isEqualTo(value));
    }

    @ParameterizedTest
    @EnumSource
    void java_and_duckdb_agree_about_texts_at_the_edge_of_a_form(Form form) {
        assertAgrees(form, EdgeTexts.ALL);
    }

    @ParameterizedTest
    @EnumSource
    void java_and_duckdb_agree_about_texts_by_chance(Form form) {
        assertAgrees(form, EdgeTexts.byChance(RANDOM_TEXTS, 16));
    }

    @Test
    void a_cheap_proof_of_a_local_timestamp_proves_no_other_text() {
        String texts = EdgeTexts.ALL.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));

        assertThat(engine.<String>first(
                        "SELECT coalesce(string_agg(t, ' and '), '') FROM (SELECT unnest(" + texts + ") AS t) WHERE "
                                + TimeText.isSurelyLocal("t") + " AND " + TimeText.localValue("t") + " IS NULL",
                        row -> row.getString(1)))
                .isEmpty();
    }

    /** One table of what each text is, so that a change of a rule shows what it changes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5                              | INTEGER PLAIN IS_PLAIN",
                "-0                             | PLAIN IS_PLAIN",
                "1.50                           | PLAIN IS_PLAIN",
                "12E5                           | ''",
                "TRUE                           | TRUTH",
                "2025-01-31                     | DATE LOCAL_OR_MIDNIGHT DECLARED_LOCAL",
                "0044-03-15 (BC)                | DATE LOCAL_OR_MIDNIGHT DECLARED_LOCAL",
                "2025-02-30                     | ''",
                "06:00:00                       | TIME_OF_DAY",
                "2025-01-31T06:00:00Z           | INSTANT DECLARED_INSTANT WRITTEN_AS_INSTANT",
                "2025-01-31T06:00:00.1234567Z   | DECLARED_INSTANT",
                "2025-01-31T06:00Z              | DECLARED_INSTANT",
                "2025-01-31T06:00:00            | LOCAL LOCAL_OR_MIDNIGHT DECLARED_LOCAL WRITTEN_AS_LOCAL",
                "2025-01-31T06:00               | DECLARED_LOCAL",
                "2025-02-30T06:00:00            | WRITTEN_AS_LOCAL",
                "2025-01-31T06:00:00+18:00      | ''",
                "infinity                       | ENDLESS"
            })
    void what_a_text_is(String text, String forms) {
        assertThat(List.of(Form.values()).stream()
                        .filter(form -> form.java.apply(text).isPresent())
                        .map(Form::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(forms);
    }
}
