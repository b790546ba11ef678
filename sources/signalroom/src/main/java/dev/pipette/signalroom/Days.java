package dev.pipette.signalroom;

import dev.pipette.incremental.ExtractContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Days in a row.
 *
 * @param first the first of them
 * @param last the last of them, not before the first
 */
record Days(LocalDate first, LocalDate last) {
    /**
     * The days that a run asks for: from the cursor's value to yesterday, or those of a backfill up to today.
     * Yesterday is the last day that is whole, in the zone of the resource.
     *
     * @param start where a cursor without a start begins
     * @return empty when there are none
     */
    static Optional<Days> due(ExtractContext context, LocalDate start) {
        LocalDate first = context.cursor().map(Days::date).orElse(start);
        LocalDate last = context.backfillEnd()
                .map(before -> earlier(date(before).minusDays(1), context.today()))
                .orElseGet(context::yesterday);
        return first.isAfter(last) ? Optional.empty() : Optional.of(new Days(first, last));
    }

    /** The date of a cursor's value, which may have a time behind it where dlt had kept one. */
    private static LocalDate date(Comparable<?> value) {
        String text = value.toString();
        return LocalDate.parse(text.substring(0, Math.min(text.length(), "2025-12-20".length())));
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    /** How many. */
    long count() {
        return ChronoUnit.DAYS.between(first, last) + 1;
    }

    /** The same days in parts of at most this many. */
    List<Days> parts(int most) {
        return Stream.iterate(first, from -> !from.isAfter(last), from -> from.plusDays(most))
                .map(from -> new Days(from, earlier(from.plusDays(most - 1L), last)))
                .toList();
    }

    /** The same days in two parts, of at least a day each. */
    List<Days> halves() {
        return parts(Math.toIntExact((count() + 1) / 2));
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + " to " + last;
    }
}
