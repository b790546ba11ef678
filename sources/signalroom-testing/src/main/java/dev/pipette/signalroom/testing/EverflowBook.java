package dev.pipette.signalroom.testing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** The numbers of the fake Everflow, by day of New York, affiliate and advertiser. */
final class EverflowBook {
    private static final BigDecimal PAYOUT = BigDecimal.valueOf(20);
    private static final BigDecimal REVENUE = new BigDecimal("25.05");

    private final List<LocalDate> days;
    private final Map<Key, EverflowRow> rows = new LinkedHashMap<>();
    private int affiliates = 1;
    private int advertisers = 1;
    private boolean unattributed;

    record Key(LocalDate day, long affiliate, long advertiser) {}

    EverflowBook(List<LocalDate> days) {
        this.days = days;
        fill();
    }

    synchronized void affiliates(int number) {
        affiliates = positive(number, "affiliates");
        fill();
    }

    synchronized void advertisers(int number) {
        advertisers = positive(number, "advertisers");
        fill();
    }

    synchronized void unattributed() {
        unattributed = true;
        fill();
    }

    private static int positive(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + "(" + number + "): there is 1 at least");
        }
        return number;
    }

    private void fill() {
        rows.clear();
        for (LocalDate day : days) {
            LongStream.rangeClosed(unattributed ? 0 : 1, affiliates)
                    .forEach(affiliate -> LongStream.rangeClosed(1, advertisers)
                            .forEach(advertiser -> rows.put(
                                    new Key(day, affiliate, advertiser), numbers(day, affiliate, advertiser))));
        }
    }

    /** Numbers that differ from row to row and are the same in all tests. Payouts are whole, revenues are often not. */
    private static EverflowRow numbers(LocalDate day, long affiliate, long advertiser) {
        long conversions = 4 + (affiliate * 7 + advertiser * 3 + day.getDayOfMonth()) % 37;
        return new EverflowRow(
                conversions * 25,
                conversions,
                conversions + conversions / 10,
                PAYOUT.multiply(BigDecimal.valueOf(conversions)),
                REVENUE.multiply(BigDecimal.valueOf(conversions)));
    }

    synchronized void restate(LocalDate day, long affiliate, UnaryOperator<EverflowRow> change) {
        List<Key> meant = rows.keySet().stream()
                .filter(key -> key.day().equals(day) && key.affiliate() == affiliate)
                .toList();
        if (meant.isEmpty()) {
            throw new IllegalArgumentException("there are no numbers of " + day + " and affiliate " + affiliate
                    + ": the days are " + days.getFirst() + " to " + days.getLast() + ", the affiliates 1 to "
                    + affiliates);
        }
        meant.forEach(key -> rows.computeIfPresent(key, (same, row) -> change.apply(row)));
    }

    synchronized void remove(LocalDate day, long affiliate, long advertiser) {
        if (rows.remove(new Key(day, affiliate, advertiser)) == null) {
            throw new IllegalArgumentException(
                    "there are no numbers of " + day + ", affiliate " + affiliate + " and advertiser " + advertiser);
        }
    }

    /** What happened, by days of a zone. */
    synchronized void read(ZoneId zone, BiConsumer<Key, EverflowRow> reader) {
        rows.forEach((key, row) -> {
            EverflowRow evening = row.evening();
            reader.accept(moved(key, Moments.day(key.day(), zone)), row.minus(evening));
            if (!evening.isNothing()) {
                reader.accept(moved(key, Moments.evening(key.day(), zone)), evening);
            }
        });
    }

    private static Key moved(Key key, LocalDate day) {
        return new Key(day, key.affiliate(), key.advertiser());
    }
}
