package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.TableHints;
import dev.pipette.schema.ValueType;
import dev.pipette.settings.Parameters;
import dev.pipette.settings.Settings;
import dev.pipette.spi.Mask;
import dev.pipette.text.NearestName;
import java.nio.file.Path;
import java.util.List;

/**
 * The entry point: static factories for all parts of the language.
 *
 * <pre>{@code
 * import static dev.pipette.Pipette.*;
 *
 * var p = pipeline("scratch", duckdb("scratch.duckdb"));
 * p.run(json("daily_stats", Path.of("day.json")).merge("date", "affiliate_id"));
 * }</pre>
 */
public final class Pipette {
    /** What is known of the run of the program: {@code run.interval().fromDate()}. */
    public static final CurrentRun run = new CurrentRun();

    private Pipette() {}

    /** Binds a name, under which state is kept, to a destination. */
    public static Pipeline pipeline(String name, Destination destination) {
        return Pipeline.of(name, destination);
    }

    /** A DuckDB database in a file, made when it is missing. Needs {@code dev.pipette:pipette-duckdb}. */
    public static Destination duckdb(String file) {
        return Destination.of("duckdb", file);
    }

    /** A DuckDB database in a file, made when it is missing. Needs {@code dev.pipette:pipette-duckdb}. */
    public static Destination duckdb(Path file) {
        return duckdb(file.toString());
    }

    /**
     * A PostgreSQL database: {@code jdbc:postgresql://host:5432/database}, or the same with {@code postgres://}. Needs
     * {@code dev.pipette:pipette-postgres}.
     *
     * @param url may hold a user and a password, which are better given by {@link Destination#user} and {@link
     *     Destination#password}, and options of the PostgreSQL driver
     */
    public static Destination postgres(String url) {
        return url.matches("(?s)(jdbc:)?postgres(ql)?:.*") ? Destination.parse(url) : Destination.of("postgres", url);
    }

    /**
     * The destination that the settings describe under {@code [destination.NAME]}.
     *
     * <pre>{@code
     * destination("warehouse", Settings.load());   // [destination.warehouse] type = "postgres", url = ".."
     * destination("postgres", Settings.load());    // DESTINATION__POSTGRES__CREDENTIALS, as dlt has it
     * }</pre>
     *
     * @param name of the section; where it has no {@code type}, also the kind
     * @throws PipetteException BAD_SETTINGS when they say nothing of it, or something is wrong
     */
    public static Destination destination(String name, Settings settings) {
        return ConfiguredDestination.named(name, settings);
    }

    /**
     * The source that a library provides under this name, with what the settings say.
     *
     * <pre>{@code
     * source("everflow", Settings.load());   // EVERFLOW_API_KEY, EVERFLOW_BASE_URL
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE for a name without a provider; BAD_SETTINGS with all settings that are missing
     */
    public static Source source(String name, Settings settings) {
        return Sources.open(name, settings);
    }

    /** Names a resource; the next word says where its rows come from. */
    public static NamedResource resource(String name) {
        return new NamedResource(name);
    }

    /** Rows from JSON files: arrays of objects, or single objects. The path may be a glob and end in {@code .gz}. */
    public static Resource json(String name, Path files) {
        return files(name, files, "json");
    }

    /** Rows from files with one JSON object in each line. The path may be a glob and end in {@code .gz}. */
    public static Resource jsonl(String name, Path files) {
        return files(name, files, "jsonl");
    }

    /** Rows from CSV files with a line of names. The path may be a glob and end in {@code .gz}. */
    public static Resource csv(String name, Path files) {
        return files(name, files, "csv");
    }

    /** Rows from tab-separated files with a line of names. The path may be a glob and end in {@code .gz}. */
    public static Resource tsv(String name, Path files) {
        return files(name, files, "tsv");
    }

    /** Rows from Parquet files. The path may be a glob. */
    public static Resource parquet(String name, Path files) {
        return files(name, files, "parquet");
    }

    private static Resource files(String name, Path files, String format) {
        return resource(name).files(files.toString(), format);
    }

    /** CSV with a line of names, as RFC 4180 has it. */
    public static FileFormat csvFormat() {
        return FileFormat.of("csv");
    }

    /** Tab-separated text with a line of names. */
    public static FileFormat tsvFormat() {
        return FileFormat.of("tsv");
    }

    /** JSON documents. */
    public static FileFormat jsonFormat() {
        return FileFormat.of("json");
    }

    /** One JSON object in each line. */
    public static FileFormat jsonlFormat() {
        return FileFormat.of("jsonl");
    }

    /** Apache Parquet. */
    public static FileFormat parquetFormat() {
        return FileFormat.of("parquet");
    }

    /** Avro object container files; read by {@code pipette-avro}. */
    public static FileFormat avroFormat() {
        return FileFormat.of("avro");
    }

    /** A sheet of an Excel workbook; read by {@code pipette-excel}. */
    public static FileFormat xlsxFormat() {
        return FileFormat.of("xlsx");
    }

    /** XML, of which each element of a name is a row. */
    public static FileFormat xmlFormat() {
        return FileFormat.of("xml");
    }

    /** Text whose columns are at fixed places of a line. */
    public static FileFormat fixedFormat() {
        return FileFormat.of("fixed");
    }

    /** A bucket of S3, or of a store that speaks its protocol. */
    public static Bucket s3(String bucket) {
        return Bucket.named(bucket);
    }

    /** A server that gives files over SFTP. */
    public static SftpHost sftp(String host) {
        return SftpHost.named(host);
    }

    /** A cursor over a column whose values have this type. */
    public static <C extends Comparable<? super C>> Cursor<C> cursor(String path, Class<C> type) {
        return Cursor.of(path, type);
    }

    /** A cursor over a column, in the type that its values have; numbers are compared as numbers, whatever their types. */
    public static Cursor<String> cursor(String path) {
        return Cursor.untyped(path);
    }

    /**
     * A parameter of a program: the value that its caller gives ({@code pipette run --param days=3 FILE}, or {@link
     * RunContext#param}), or the default. {@code pipette run --help-script FILE} lists them. A parameter is for what everybody
     * may see; a secret belongs into the settings.
     *
     * <pre>{@code
     * int days = param("days", 7);
     * }</pre>
     *
     * <p>The parameters {@code from} and {@code to} of a run that has an interval are its ends, unless they are given.
     *
     * @param value the default, which also says the type: String, int, long, double, boolean, Duration, Path, URI, ZoneId, a
     *     type of dates and times such as LocalDate, LocalDateTime, Instant, OffsetDateTime and ZonedDateTime, or an enum
     * @throws PipetteException BAD_USAGE when the value that was given is not of this type
     */
    public static <T> T param(String name, T value) {
        return RunContext.current().value(name, Parameters.typeOf(name, value)).orElse(value);
    }

    /** The same with a description, which {@code --help-script} shows. */
    public static <T> T param(String name, T value, String description) {
        return param(name, value);
    }

    /**
     * A parameter that the caller of a program has to give.
     *
     * <pre>{@code
     * LocalDate day = param("day", LocalDate.class);
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when it is not given, or is not of this type
     */
    public static <T> T param(String name, Class<T> type) {
        return RunContext.current().value(name, type).orElseThrow(() -> Parameters.missing(name, type));
    }

    /** The same with a description, which {@code --help-script} shows. */
    public static <T> T param(String name, Class<T> type, String description) {
        return param(name, type);
    }

    /**
     * A merge strategy that deletes the rows with the primary key of an arriving row and inserts the arriving ones; {@code
     * merge("id")} is the same as {@code merge(deleteInsert("id"))}. See {@link MergeStrategy.DeleteInsert}.
     *
     * <pre>{@code
     * stats.merge(deleteInsert().mergeKey("day"));   // each day that arrives is replaced as a whole
     * }</pre>
     */
    public static MergeStrategy.DeleteInsert deleteInsert(String... primaryKey) {
        return MergeStrategy.deleteInsert(primaryKey);
    }

    /** A merge strategy that updates rows in their place and inserts the others. See {@link MergeStrategy.Upsert}. */
    public static MergeStrategy.Upsert upsert(String... primaryKey) {
        return MergeStrategy.upsert(primaryKey);
    }

    /** A merge strategy that never changes a row that is there. See {@link MergeStrategy.InsertOnly}. */
    public static MergeStrategy.InsertOnly insertOnly(String... primaryKey) {
        return MergeStrategy.insertOnly(primaryKey);
    }

    /**
     * A merge strategy that takes the arriving rows for all that there are, and deletes those that are missing. See {@link
     * MergeStrategy.Snapshot}.
     */
    public static MergeStrategy.Snapshot snapshot(String... primaryKey) {
        return MergeStrategy.snapshot(primaryKey);
    }

    /**
     * A merge strategy that keeps the history of rows: what changes becomes a new version, and the one before ends. See
     * {@link MergeStrategy.Scd2}.
     *
     * <pre>{@code
     * customers.merge(scd2("id"));
     * }</pre>
     *
     * @param naturalKey identifies a row; none where a row is known by its content alone
     */
    public static MergeStrategy.Scd2 scd2(String... naturalKey) {
        return MergeStrategy.scd2(naturalKey);
    }

    /**
     * Whatever type the data has, where only something else is declared of a column.
     *
     * <pre>{@code
     * customers.column("email", inferred().unique());
     * }</pre>
     */
    public static ColumnHint inferred() {
        return ColumnHint.inferred();
    }

    /**
     * What is declared of a table, to begin with: nothing.
     *
     * <pre>{@code
     * orders.tableHints(tableHints().describedAs("one row for each order"));
     * }</pre>
     */
    public static TableHints tableHints() {
        return TableHints.none();
    }

    /** Text. */
    public static ColumnHint text() {
        return ColumnHint.of(ValueType.TEXT);
    }

    /** Integers of 64 bits. */
    public static ColumnHint bigint() {
        return ColumnHint.of(ValueType.BIGINT);
    }

    /** Floating point numbers of 64 bits (the type that SQL calls double). */
    public static ColumnHint float64() {
        return ColumnHint.of(ValueType.DOUBLE);
    }

    /** Exact numbers, with as many digits after the point as the data has. */
    public static ColumnHint decimal() {
        return ColumnHint.of(ValueType.DECIMAL);
    }

    /**
     * Exact numbers.
     *
     * @param precision digits in all, 1 to 38
     * @param scale digits after the point, 0 to the precision
     */
    public static ColumnHint decimal(int precision, int scale) {
        return ColumnHint.decimal(precision, scale);
    }

    /** True or false. */
    public static ColumnHint bool() {
        return ColumnHint.of(ValueType.BOOL);
    }

    /** Instants, stored in UTC. */
    public static ColumnHint timestamp() {
        return ColumnHint.of(ValueType.TIMESTAMP);
    }

    /** Dates with a time of day and no time zone. */
    public static ColumnHint localTimestamp() {
        return ColumnHint.of(ValueType.LOCAL_TIMESTAMP);
    }

    /** Calendar dates. */
    public static ColumnHint date() {
        return ColumnHint.of(ValueType.DATE);
    }

    /** Times of day. */
    public static ColumnHint time() {
        return ColumnHint.of(ValueType.TIME);
    }

    /** Bytes; from text that begins with {@code 0x} or {@code \x}, hexadecimal, from other text base64. */
    public static ColumnHint binary() {
        return ColumnHint.of(ValueType.BINARY);
    }

    /** JSON documents, kept whole; text is the writing of a document, and is refused where it is not. */
    public static ColumnHint jsonDocument() {
        return ColumnHint.of(ValueType.JSON);
    }

    /**
     * A mask: the SHA-256 of the salt and the value's text.
     *
     * @param salt without which nobody can try values; of hundreds of bits, or it is guessed
     */
    public static Mask sha256(String salt) {
        return new Mask.Sha256(salt);
    }

    /**
     * A mask: the HMAC-SHA-256 of the value's text.
     *
     * @param key as for {@code hmac(System.getenv("MASK_KEY"))}
     */
    public static Mask hmac(String key) {
        return new Mask.Hmac(key);
    }

    /** A mask that shows the first and the last characters: of {@code partial(2, 4)}, {@code DE************3000}. */
    public static Mask partial(int first, int last) {
        return new Mask.Partial(first, last);
    }

    /** A mask that leaves NULL. */
    public static Mask nulls() {
        return new Mask.None();
    }

    private static final List<String> COLUMN_TYPES = List.of(
            "text",
            "bigint",
            "double",
            "decimal",
            "decimal(P,S)",
            "bool",
            "timestamp",
            "local_timestamp",
            "date",
            "time",
            "binary",
            "json");

    /** The hint that a word of the command line names: {@code text}, {@code decimal}, {@code decimal(12,2)} .. */
    public static ColumnHint columnType(String word) {
        var decimal = java.util.regex.Pattern.compile("decimal\\((\\d{1,4}),\\s*(\\d{1,4})\\)")
                .matcher(word);
        if (decimal.matches()) {
            return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        return switch (word) {
            case "text" -> text();
            case "bigint" -> bigint();
            case "double" -> float64();
            case "decimal" -> decimal();
            case "bool" -> bool();
            case "timestamp" -> timestamp();
            case "local_timestamp" -> localTimestamp();
            case "date" -> date();
            case "time" -> time();
            case "binary" -> binary();
            case "json" -> jsonDocument();
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + word + "' is not a type. Types are " + String.join(", ", COLUMN_TYPES) + "."
                                + NearestName.question(word, COLUMN_TYPES));
        };
    }
}
