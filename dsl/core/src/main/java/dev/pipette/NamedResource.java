package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.FileState;
import dev.pipette.json.JsonInput;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.SlicedRows;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.RowSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A resource with a name, whose next method has to say where its rows come from.
 *
 * <pre>{@code
 * resource("users").rows(List.of(Map.of("id", 1), Map.of("id", 2)));
 * resource("orders").stream(() -> api.orders().stream());
 * resource("quakes").files("data/*.jsonl.gz");
 * }</pre>
 */
@CheckReturnValue
public final class NamedResource {
    private final String name;

    NamedResource(String name) {
        this.name = name;
    }

    /**
     * Rows that can be walked again and again: maps by column name, records, objects of Jackson, or what a query gave, {@link
     * dev.pipette.rows.Rows} or a result of jOOQ.
     *
     * <pre>{@code
     * resource("rates").rows(List.of(Map.of("currency", "EUR", "rate", new BigDecimal("1.08"))));
     * resource("open_orders").rows(dataset.query("SELECT id, total FROM orders WHERE state = 'open'"));
     * }</pre>
     */
    public Resource rows(Iterable<?> rows) {
        return supplied(context -> StreamSupport.stream(rows.spliterator(), false));
    }

    /**
     * Rows from a stream that is opened again in every run; see {@link #rows} for what a row may be.
     *
     * <pre>{@code
     * resource("lines").stream(() -> Files.lines(Path.of("orders.jsonl")));
     * }</pre>
     *
     * @param open opens it, and may throw any exception: the run fails with it and loads nothing of the resource
     */
    public Resource stream(Callable<? extends Stream<?>> open) {
        return supplied(context -> open.call());
    }

    /** Rows from a stream whose code uses the resource's state, its cursor or the run's clock. */
    public Resource stream(RowSource.Opener open) {
        return open instanceof SlicedRows sliced ? slices(sliced) : supplied(open);
    }

    /**
     * Rows whose input is cut into slices: pages, ranges of keys, days. Several are read at the same time ({@link
     * Resource#parallel(int)}), here or by other processes ({@link Pipeline#executor}); the rows are in the order of the slices.
     *
     * <pre>{@code
     * resource("events").slices(
     *     context -> SliceBounds.numbers("page", 1, 2_000),
     *     (slice, context) -> api.page(slice.integer("page")));
     * }</pre>
     *
     * @param slices cuts the input, once in a run
     * @param rows opens the rows of one slice; called by several threads at once
     */
    public Resource slices(SlicedRows.Cut slices, SlicedRows.Reader rows) {
        return slices(SlicedRows.of(slices, rows));
    }

    /** Rows whose input is cut into slices. */
    public Resource slices(SlicedRows rows) {
        return Resource.of(name, new RowSource.Supplied(new PlainSlices(rows)));
    }

    /**
     * Rows from JSON text: an array of objects, one object, or one object in each line.
     *
     * <pre>{@code
     * resource("orders").json(body).at("data.items");
     * }</pre>
     */
    public Resource json(String text) {
        return Resource.of(name, new RowSource.Supplied(new JsonInput(text)));
    }

    /**
     * Rows from files, whose names say the format. The pattern is a path or a glob, here or at {@code s3://}, or the
     * {@code https://} address of one file.
     */
    public Resource files(String pattern) {
        return files(FileLocation.of(pattern));
    }

    /** Rows from files, whose names say the format. The path may be a glob. */
    public Resource files(Path pattern) {
        return files(pattern.toString());
    }

    /** Rows from files of a format: csv, tsv, json, jsonl, parquet, xlsx, xml. */
    public Resource files(String pattern, String format) {
        return files(FileLocation.of(pattern), FileFormat.of(format));
    }

    /** Rows from files of a format. */
    public Resource files(String pattern, FileFormat format) {
        return files(FileLocation.of(pattern), format);
    }

    /** Rows from files, whose names say the format. */
    public Resource files(FileLocation location) {
        return files(location, FileFormat.of(""));
    }

    /** Rows from files of a format. */
    public Resource files(FileLocation location, FileFormat format) {
        return files(List.of(location), format, Optional.empty());
    }

    /** Rows from those files that are not loaded yet. */
    public Resource files(FileLocation location, FileFormat format, FileState state) {
        return files(List.of(location), format, Optional.of(state));
    }

    /**
     * Rows from files in several places, whose names say the format.
     *
     * <pre>{@code
     * resource("orders").files(List.of("exports/2024/*.csv", "https://files.example.com/orders-2025.csv.gz"));
     * }</pre>
     *
     * @param patterns paths, globs and addresses, read in this order; a file that two of them mean is read once
     */
    public Resource files(List<String> patterns) {
        return files(patterns, FileFormat.of(""));
    }

    /** Rows from files of a format in several places: csv, tsv, json, jsonl, parquet, xlsx, xml. */
    public Resource files(List<String> patterns, String format) {
        return files(patterns, FileFormat.of(format));
    }

    /** Rows from files of a format in several places. */
    public Resource files(List<String> patterns, FileFormat format) {
        return files(locations(patterns), format, Optional.empty());
    }

    /** Rows from those files in several places that are not loaded yet. */
    public Resource files(List<String> patterns, FileFormat format, FileState state) {
        return files(locations(patterns), format, Optional.of(state));
    }

    private Resource files(List<FileLocation> locations, FileFormat format, Optional<FileState> state) {
        return Resource.of(name, new RowSource.Files(locations, format.name(), format.options(), state, false));
    }

    private List<FileLocation> locations(List<String> patterns) {
        if (patterns.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "resource " + name + ": the list of files is empty. Name at least one.");
        }
        return patterns.stream().distinct().map(FileLocation::of).toList();
    }

    /** Rows from those files that are not loaded yet. */
    public Resource files(String pattern, FileFormat format, FileState state) {
        return files(FileLocation.of(pattern), format, state);
    }

    /**
     * Rows from bytes in a file format that are not in a file. In each run they are opened once and copied, so that
     * the load can be finished when it is interrupted.
     *
     * <pre>{@code
     * resource("orders").bytes("standard input", "csv", () -> System.in);
     * }</pre>
     *
     * @param named how errors call them, in letters that the name of a file may have
     * @param format csv, tsv, json, jsonl or parquet
     */
    public Resource bytes(String named, String format, FileContent.Bytes open) {
        return Resource.of(name, new RowSource.Streamed(named, format, Map.of(), open));
    }

    /**
     * Rows that are made of those of another resource, as these are read: dlt's transformer. A run reads the other resource once
     * for all that are made of it, and loads it where it is given to the run as well.
     *
     * <pre>{@code
     * Resource orders = resource("orders").stream(() -> api.orders().stream()).merge("id");
     * Resource items = resource("items").from(orders, order -> api.items(order.get("id"))).parallel(8);
     * pipeline.run(orders, items);
     * }</pre>
     *
     * @param parent whose rows are given to the function after its steps; what it leaves out, as rows that are loaded
     *     already, makes no rows. Where the run loads a resource of this name, its rows are taken
     * @param rows opens what is made of one row; {@code Stream.empty()} for nothing
     */
    public Resource from(Resource parent, RowSource.ItemFunction rows) {
        return from(parent, (row, context) -> rows.open(row));
    }

    /** Rows that are made of those of another resource, by code that uses the state, the cursor or the run's clock. */
    public Resource from(Resource parent, RowSource.ItemOpener rows) {
        RowSource.ItemOpener plain = (row, context) -> rows.open(row, context).map(QueriedRows::plain);
        RowSource.Derived derived = RowSource.Derived.of(parent.name(), plain);
        return Resource.of(name, derived).fedBy(parent, derived);
    }

    private Resource supplied(RowSource.Opener open) {
        return Resource.of(name, new RowSource.Supplied(new Plain(open)));
    }

    /** The same for rows in slices. */
    private record PlainSlices(SlicedRows rows) implements SlicedRows {
        @Override
        public List<SliceBounds> slices(ExtractContext context) throws Exception {
            return rows.slices(context);
        }

        @Override
        public Stream<?> open(SliceBounds slice, ExtractContext context) throws Exception {
            return rows.open(slice, context).map(QueriedRows::plain);
        }

        @Override
        public Stream<?> open(ExtractContext context) throws Exception {
            return rows.open(context).map(QueriedRows::plain);
        }

        @Override
        public Stream<?> open(List<SliceBounds> slices, ExtractContext context) {
            return rows.open(slices, context).map(QueriedRows::plain);
        }

        @Override
        public int parallel() {
            return rows.parallel();
        }

        @Override
        public SlicedRows withParallel(int slices) {
            return new PlainSlices(rows.withParallel(slices));
        }

        @Override
        public boolean isConditional() {
            return rows.isConditional();
        }
    }

    /** Rows of queries as rows of a resource; the rest is that of the code that opens them. */
    private record Plain(RowSource.Opener opener) implements RowSource.Opener {
        @Override
        public Stream<?> open(ExtractContext context) throws Exception {
            return opener.open(context).map(QueriedRows::plain);
        }

        @Override
        public boolean isConditional() {
            return opener.isConditional();
        }
    }
}
