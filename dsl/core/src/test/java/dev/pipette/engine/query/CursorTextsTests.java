package dev.pipette.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.lexical.EdgeTexts;
import dev.pipette.engine.sql.Sql;
import dev.pipette.incremental.CursorKind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Java and DuckDB read the same values of a cursor from the same texts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CursorTextsTests {
    private static final String NUMBERS = "DECIMAL(38,18)";

    private static final List<String> TEXTS = Stream.concat(
                    EdgeTexts.ALL.stream(), EdgeTexts.byChance(2_000, 18).stream())
            .distinct()
            .toList();

    private DuckEngine engine;

    @BeforeAll
    void start(@TempDir Path spill) {
        engine = new DuckEngine(spill, "200MB");
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private List<String> inDuckDb(CursorKind kind, String value) {
        String shown = switch (kind) {
            case INTEGER, TEXT -> "CAST(v AS VARCHAR)";
            case DECIMAL -> "CAST(CAST(v AS " + NUMBERS + ") AS VARCHAR)";
            case INSTANT, LOCAL_TIMESTAMP -> "CAST(epoch_us(v) AS VARCHAR)";
            case DATE -> "CASE WHEN isfinite(v) THEN CAST(v - DATE '1970-01-01' AS VARCHAR) END";
        };
        String texts = TEXTS.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
        return engine.first(
                "SELECT list(coalesce(" + shown + ", '(none)') ORDER BY i) FROM (SELECT i, " + value
                        + " AS v FROM (SELECT unnest(" + texts + ") AS t, unnest(range(" + TEXTS.size() + ")) AS i))",
                row -> Stream.of((Object[]) row.getArray(1).getArray())
                        .map(String::valueOf)
                        .toList());
    }

    private static String shown(Optional<Comparable<?>> value) {
        return value.map(found -> switch (found) {
                    case BigDecimal number -> number.setScale(18).toPlainString();
                    case Instant instant -> String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
                    case LocalDateTime time ->
                        String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC)));
                    case LocalDate date -> String.valueOf(date.toEpochDay());
                    default -> found.toString();
                })
                .orElse("(none)");
    }

    /** Numbers with more digits than a column holds are refused in files that DuckDB moves. */
    private static boolean isWide(String text) {
        return text.matches("-?[0-9]{21,}(\\.[0-9]*)?|-?[0-9]+\\.[0-9]{19,}");
    }

    private void assertAgree(CursorKind kind, boolean declared, @Nullable String zone) {
        String value =
                declared ? CursorTexts.declared(kind, "t", NUMBERS, zone) : CursorTexts.undeclared(kind, "t", zone);
        List<String> found = inDuckDb(kind, value);
        Optional<ZoneId> zoneInJava = Optional.ofNullable(zone).map(ZoneId::of);
        List<String> wrong = new ArrayList<>();
        for (int index = 0; index < TEXTS.size(); index++) {
            String text = TEXTS.get(index);
            String inJava = kind == CursorKind.DECIMAL && isWide(text)
                    ? "(none)"
                    : shown(declared ? kind.readDeclared(text, zoneInJava) : kind.read(text, zoneInJava));
            if (!inJava.equals(found.get(index))) {
                wrong.add("'" + text + "' is " + inJava + " in Java, and " + found.get(index) + " in DuckDB");
            }
        }

        assertThat(wrong)
                .as("%s, %s, zone %s", kind, declared ? "declared" : "not declared", zone)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void texts_are_read_alike(CursorKind kind) {
        assertAgree(kind, true, null);
        assertAgree(kind, false, null);
        assertAgree(kind, true, "Europe/Berlin");
        assertAgree(kind, false, "Europe/Berlin");
    }
}
