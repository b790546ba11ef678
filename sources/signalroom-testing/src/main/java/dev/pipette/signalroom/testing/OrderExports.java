package dev.pipette.signalroom.testing;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Daily exports of an order system as CSV: 129 columns, many without any value, texts that look like numbers and dates in
 * three ways. Everything in them is made up.
 *
 * <pre>{@code
 * OrderExports exports = OrderExports.ofRows(17_000);
 * exports.days(LocalDate.parse("2025-12-19"), 18)
 *     .forEach(day -> bucket.put(exports.key("orders-create", day), exports.file(day)));
 * }</pre>
 *
 * <p>The same day of the same exports has the same bytes. Columns, and how values are written, are those that an order
 * system's exports were seen to have; there is no specification of them.
 *
 * @param rows of a day
 * @param seed of what is in them
 * @param moreColumns names after the 129, as an export has them that grew
 */
@CheckReturnValue
public record OrderExports(int rows, long seed, List<String> moreColumns) {
    private static final DateTimeFormatter AMERICAN = DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);
    private static final int FLUSH = 1 << 16;

    private static final Map<String, String> ALWAYS = Map.ofEntries(
            Map.entry("created_by", "API"),
            Map.entry("billing_country", "US"),
            Map.entry("delivery_country", "US"),
            Map.entry("billing_suburb", "N/A"),
            Map.entry("shipping_method", "Standard, 3-5 days"),
            Map.entry("shipping_price", "0"),
            Map.entry("tax_pct", "0.07"),
            Map.entry("fraud_flag", "NO"),
            Map.entry("chargeback_flag", "NO"),
            Map.entry("rma_flag", "NO"),
            Map.entry("return_flag", "No"),
            Map.entry("void_amount", "0"),
            Map.entry("refund_amount", "0"),
            Map.entry("tracking_num", "NA"),
            Map.entry("products_quantity", "1"),
            Map.entry("products_description", "30 capsules, \"extra strong\""),
            Map.entry("is_test_cc", "NO"),
            Map.entry("Retries Left", "0"));

    /** Exports of this many rows a day. */
    public static OrderExports ofRows(int rows) {
        return new OrderExports(rows, 1, List.of());
    }

    /** Copies the names. */
    public OrderExports {
        if (rows < 0) {
            throw new IllegalArgumentException(rows + " rows: a day has 0 or more.");
        }
        moreColumns = List.copyOf(moreColumns);
    }

    /** Exports with other values. */
    public OrderExports seed(long other) {
        return new OrderExports(rows, other, moreColumns);
    }

    /** Exports that have another column at the end. */
    public OrderExports column(String name) {
        return new OrderExports(
                rows, seed, Stream.concat(moreColumns.stream(), Stream.of(name)).toList());
    }

    /** The names in the first line. */
    public List<String> header() {
        return Stream.concat(OrderColumns.NAMES.stream(), moreColumns.stream()).toList();
    }

    /** Days one after the other. */
    public Stream<LocalDate> days(LocalDate first, int count) {
        return first.datesUntil(first.plusDays(count));
    }

    /** The key of a day's export: {@code orders-create/report_2025-12-19T0600_1.csv}. */
    public String key(String prefix, LocalDate day) {
        return prefix + "/report_" + day + "T0600_" + seed + ".csv";
    }

    /** A day's export. */
    public byte[] file(LocalDate day) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(day, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes a day's export, of any size, row by row. */
    public void write(LocalDate day, OutputStream out) throws IOException {
        RandomGenerator random = new java.util.SplittableRandom(seed * 1_000_003 + day.toEpochDay());
        List<String> header = header();
        StringBuilder text = new StringBuilder();
        line(header, text);
        for (int row = 0; row < rows; row++) {
            Map<String, String> values = new Order(day, row, rows, random).values();
            List<String> fields = new ArrayList<>(header.size());
            for (String column : header) {
                fields.add(values.getOrDefault(column, ALWAYS.getOrDefault(column, "")));
            }
            line(fields, text);
            if (text.length() > FLUSH) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void line(List<String> fields, StringBuilder text) {
        for (int index = 0; index < fields.size(); index++) {
            String field = fields.get(index);
            boolean quoted = field.indexOf(',') >= 0 || field.indexOf('"') >= 0 || field.indexOf('\n') >= 0;
            text.append(index == 0 ? "" : ",").append(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
        }
        text.append('\n');
    }

    /** One order. */
    private record Order(LocalDate day, int row, int rows, RandomGenerator random) {
        private static final List<String> STATUS = List.of("NEW", "NEW", "NEW", "DECLINED", "VOID/REFUNDED");
        private static final List<String> REASONS = List.of(
                "Insufficient funds",
                "Do not honor, the issuing bank has refused the transaction and gives no reason, please contact the"
                        + " cardholder",
                "Pick up card, \"lost\" or stolen");

        Map<String, String> values() {
            long order = day.toEpochDay() * 100_000 + row;
            int customer = random.nextInt(1, 900_000);
            String status = STATUS.get(random.nextInt(STATUS.size()));
            boolean declined = status.equals("DECLINED");
            String postcode = String.format(Locale.ROOT, "%05d", random.nextInt(1_000, 99_999));
            String amount = random.nextBoolean() ? "19" : "0.07";
            LocalDate acquired = day.minusDays(random.nextInt(400));
            return Map.ofEntries(
                    Map.entry("orders_id", String.valueOf(order)),
                    Map.entry("billing_fname", "First " + customer % 97),
                    Map.entry("billing_lname", "Last-" + customer % 89 + (customer % 7 == 0 ? " " : "")),
                    Map.entry("billing_street_address", customer % 900 + " Example St, Apt " + customer % 9),
                    Map.entry("billing_postcode", postcode),
                    Map.entry("delivery_postcode", postcode),
                    Map.entry("billing_email", "customer" + customer + "@example.com"),
                    Map.entry("billing_phone", "555" + String.format(Locale.ROOT, "%07d", customer)),
                    Map.entry("total_amount", amount),
                    Map.entry("product_price", amount),
                    Map.entry("order_date", AMERICAN.format(day)),
                    Map.entry(
                            "order_time",
                            String.format(
                                    Locale.ROOT, "%02d:%02d %s", row % 12 + 1, row % 60, row % 2 == 0 ? "AM" : "PM")),
                    Map.entry("customers_id", String.valueOf(customer)),
                    Map.entry("customer_creation_date", acquired.toString()),
                    Map.entry("acquisition_date", AMERICAN.format(acquired) + " 08:51 AM"),
                    Map.entry("cc_num_masked", "411111******1111"),
                    Map.entry("cc_expires", String.format(Locale.ROOT, "%02d27", row % 12 + 1)),
                    Map.entry("gateway_id", String.valueOf(random.nextInt(1, 40))),
                    Map.entry("ip_address", "192.0.2." + customer % 256),
                    Map.entry("order_status", status),
                    Map.entry("decline_reason", declined ? REASONS.get(random.nextInt(REASONS.size())) : ""),
                    Map.entry("void_flag", status.startsWith("VOID") ? "YES" : "NO"),
                    Map.entry("refund_flag", status.startsWith("VOID") ? "YES" : "NO"),
                    Map.entry("is_recurring", random.nextBoolean() ? "YES" : "NO"),
                    Map.entry("transaction_id", Long.toHexString(random.nextLong())),
                    Map.entry("afid", customer % 11 == 0 ? "" : String.valueOf(customer % 37)),
                    Map.entry("c1", customer % 5 == 0 ? "N/A" : "click-" + customer),
                    Map.entry("products_id", String.valueOf(random.nextInt(1, 60))),
                    Map.entry("product_name", "Demo Brand - " + random.nextInt(1, 6) + " bottles"),
                    Map.entry("Click ID", Long.toString(random.nextLong(1L << 40), 36)),
                    Map.entry("Offer ID", String.valueOf(random.nextInt(1, 9))),
                    Map.entry("Processor ID", row == rows - 1 ? "" : "0" + random.nextInt(1, 99)));
        }
    }
}
