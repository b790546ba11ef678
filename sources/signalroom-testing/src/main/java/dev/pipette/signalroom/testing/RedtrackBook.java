package dev.pipette.signalroom.testing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The numbers of the fake RedTrack, by day of New York and traffic source. */
final class RedtrackBook {
    private static final BigDecimal COST = new BigDecimal("31.25");

    private final List<LocalDate> days;
    private final Map<Key, RedtrackRow> rows = new LinkedHashMap<>();
    private int sources = 1;
    private boolean blank;

    /**
     * Of a row.
     *
     * @param source the number of the source; 0 for none
     */
    record Key(LocalDate day, int source) {
        /** 24 digits of base 16, or nothing. */
        String sourceId() {
            return source == 0 ? "" : "5f%022x".formatted(source);
        }

        String name() {
            return source == 0 ? "" : "Demo Source " + source;
        }

        String alias() {
            return source == 0 ? "" : "demo" + source;
        }
    }

    RedtrackBook(List<LocalDate> days) {
        this.days = days;
        fill();
    }

    synchronized void sources(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("sources(" + number + "): there are 0 at least");
        }
        sources = number;
        fill();
    }

    synchronized void blank() {
        blank = true;
        fill();
    }

    private void fill() {
        rows.clear();
        for (LocalDate day : days) {
            IntStream.rangeClosed(blank ? 0 : 1, sources)
                    .forEach(source -> rows.put(new Key(day, source), numbers(day, source)));
        }
    }

    /** Numbers that differ from row to row and are the same in all tests; the cost is whole in some rows only. */
    private static RedtrackRow numbers(LocalDate day, int source) {
        long conversions = 4 + (source * 5L + day.getDayOfMonth()) % 41;
        return new RedtrackRow(
                conversions * 25,
                conversions,
                conversions + conversions / 10,
                COST.multiply(BigDecimal.valueOf(conversions)));
    }

    synchronized void restate(LocalDate day, String sourceId, UnaryOperator<RedtrackRow> change) {
        Key meant = rows.keySet().stream()
                .filter(key -> key.day().equals(day) && key.sourceId().equals(sourceId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are no numbers of " + day + " and source '"
                        + sourceId + "': the days are " + days.getFirst() + " to " + days.getLast()
                        + ", the sources "
                        + rows.keySet().stream()
                                .map(key -> "'" + key.sourceId() + "'")
                                .distinct()
                                .limit(10)
                                .collect(Collectors.joining(", "))));
        rows.computeIfPresent(meant, (same, row) -> change.apply(row));
    }

    /** What happened, by days of a zone. */
    synchronized void read(ZoneId zone, BiConsumer<Key, RedtrackRow> reader) {
        rows.forEach((key, row) -> {
            RedtrackRow evening = row.evening();
            reader.accept(new Key(Moments.day(key.day(), zone), key.source()), row.minus(evening));
            if (!evening.isNothing()) {
                reader.accept(new Key(Moments.evening(key.day(), zone), key.source()), evening);
            }
        });
    }
}
