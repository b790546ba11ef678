package dev.pipette.engine.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A receipt is the same in the process that reads its document. */
class ReceiptTextTests {
    private static SliceReceipt sent(SliceReceipt receipt) {
        byte[] document = FolderDocument.JSON.writeValueAsBytes(ReceiptText.of(receipt));
        return FolderDocument.JSON.readValue(document, ReceiptText.class).receipt();
    }

    @Test
    void random_receipts_arrive_as_they_were() {
        for (long seed = 0; seed < 500; seed++) {
            SliceReceipt receipt = new RandomReceipts(seed).ofSlices(1).getFirst();

            assertThat(sent(receipt)).as("seed %d", seed).isEqualTo(receipt);
        }
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of(CursorKind.INTEGER, 9_007_199_254_740_993L, 9_007_199_254_740_993L),
                Arguments.of(CursorKind.DECIMAL, new BigDecimal("0.1000"), null),
                Arguments.of(
                        CursorKind.INSTANT,
                        Instant.parse("2025-12-24T15:00:00.123456Z"),
                        "2025-12-24T16:00:00.123456+01:00"),
                Arguments.of(CursorKind.LOCAL_TIMESTAMP, LocalDateTime.of(2025, 12, 24, 15, 0), "2025-12-24 15:00"),
                Arguments.of(CursorKind.DATE, LocalDate.of(2025, 12, 24), LocalDate.of(2025, 12, 24)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void the_end_of_a_cursor_keeps_its_type(CursorKind kind, Comparable<?> value, @Nullable Object written) {
        CursorEnd end = CursorEnd.builder()
                .lastValue(LastValue.HIGHEST)
                .kind(kind)
                .value(value)
                .moved(true)
                .written(written)
                .slice(3)
                .rows(2)
                .build();
        SliceReceipt receipt = SliceReceipt.builder()
                .from(SliceReceipt.NONE)
                .cursor(Optional.of(end))
                .build();

        assertThat(sent(receipt)).isEqualTo(receipt);
    }
}
