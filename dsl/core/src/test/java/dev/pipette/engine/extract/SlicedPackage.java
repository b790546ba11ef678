package dev.pipette.engine.extract;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.load.UnreachableProvider;
import dev.pipette.engine.load.plan.PackageViews;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.normalize.Intakes;
import dev.pipette.engine.normalize.NormalizeRules;
import dev.pipette.engine.pack.OpenPackage;
import dev.pipette.engine.pack.ResourceSlices;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.StoredFile;
import dev.pipette.json.JsonRows;
import dev.pipette.schema.Naming;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Extracts files of JSON lines into a package, in as many slices as a test asks for, and reads what is in it. */
final class SlicedPackage implements AutoCloseable {
    private static final Naming NAMING = Naming.snakeCase(63);
    private static final Instant STORED = Instant.parse("2025-12-24T06:00:00Z");

    private final Path folder;
    private final DuckEngine engine;
    private final List<InputFile> files = new ArrayList<>();
    private UnaryOperator<ResourcePlan.Builder> plan = UnaryOperator.identity();
    private UnaryOperator<BoundaryRows> boundary = UnaryOperator.identity();
    private Optional<FileSelection> selection = Optional.empty();
    private @Nullable CursorLoad cursor;
    private StepListener listener = StepListener.NONE;
    private int packages;

    /**
     * What a package holds.
     *
     * @param tables rows in order, with the names and types of the columns before them, by table
     * @param slices how many slices wrote rows of the root table
     */
    record Content(
            Map<String, List<String>> tables,
            @Nullable CursorLoad cursor,
            @Nullable FilesLoad files,
            List<String> notes,
            int slices) {
        /** The same from one slice. */
        Content ofOneSlice() {
            return new Content(tables, cursor, files, notes, 1);
        }
    }

    SlicedPackage(Path folder) {
        this.folder = folder;
        this.engine = DuckEngine.streaming(folder.resolve("spill"), "1GB");
    }

    /** Adds a file with these lines. */
    SlicedPackage file(String... lines) throws IOException {
        return file(lines, Stream::of);
    }

    /** Adds a file with these lines, whose reader fails behind the last one. */
    SlicedPackage broken(String... lines) throws IOException {
        return file(
                lines,
                rows -> Stream.of(rows, Stream.<Map<String, Object>>generate(() -> {
                    throw new IllegalStateException("the end is missing");
                })));
    }

    private SlicedPackage file(
            String[] lines, Function<Stream<Map<String, Object>>, Stream<Stream<Map<String, Object>>>> reader)
            throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("rows-" + files.size() + ".jsonl");
        Files.write(file, List.of(lines));
        StoredFile stored = new StoredFile(file.getFileName().toString(), "tag" + files.size(), 1, STORED);
        FileContent.Opener opener = () -> reader.apply(JsonRows.lines(Files.newInputStream(file), file.toString()))
                .flatMap(rows -> rows);
        files.add(InputFile.local(stored, new FileContent.Rows(SourceFile.of(file), opener), "fingerprint"));
        return this;
    }

    SlicedPackage plan(UnaryOperator<ResourcePlan.Builder> change) {
        plan = change;
        return this;
    }

    SlicedPackage cursor(CursorLoad begun, UnaryOperator<BoundaryRows> change) {
        cursor = begun;
        boundary = change;
        return this;
    }

    SlicedPackage selection(FileSelection found) {
        selection = Optional.of(found);
        return this;
    }

    SlicedPackage listener(StepListener told) {
        listener = told;
        return this;
    }

    /** The resource's plan as the test changed it. */
    ResourcePlan resource() {
        return plan.apply(ResourcePlan.builder()
                        .name("orders")
                        .tableName("orders")
                        .source(new RowSource.Files(List.of(), "jsonl", Map.of(), Optional.empty(), false))
                        .writeDisposition(new WriteDisposition.Append())
                        .deduplicatesWithinRun(false))
                .build();
    }

    /** Extracts into a new package in at most this many slices, and reads it. */
    Content in(int slices) throws Exception {
        ResourcePlan resource = resource();
        String loadId = "1766588400." + packages++;
        WorkingFolder working = WorkingFolders.of(
                folder.resolve("home"),
                "shop",
                new UnreachableProvider()
                        .connect(new DestinationConfig("shop", Map.of(), Duration.ofSeconds(1), folder)));
        working.prepare();
        OpenPackage open = OpenPackage.in(working, engine, loadId, NAMING);
        List<String> notes = new ArrayList<>();
        try (Extraction extraction = extraction(resource, slices)) {
            ResourceSlices tables = resource.tableChoice().isPresent()
                    ? open.chosenTables("orders", "orders")
                    : open.slices("orders", "orders");
            Extraction.StepEnd end =
                    extraction.into(new Intakes(tables, new NormalizeRules(NAMING, 1_000, Map.of(), Map.of())));
            notes.addAll(extraction.takeNotes());
            open.filled("orders", end.receipt());
            SealedPackage sealed =
                    open.seal(manifest(loadId, load(resource, end)), rows -> false, StepListener.NONE, notes::add);
            return content(sealed, notes);
        }
    }

    private Extraction extraction(ResourcePlan resource, int slices) {
        return new Extraction(
                resource,
                ExtractionStart.builder()
                        .files(files)
                        .folder(folder.resolve("fetched"))
                        .feeds(false)
                        .keepsPlaces(false)
                        .selection(selection)
                        .state(new ResourceState(Map.of()))
                        .cursor(cursor)
                        .boundary(
                                boundary.apply(new BoundaryRows(false, Set.of(), (count, key) -> {}, Map.of(), false)))
                        .build(),
                new ExtractTools(
                        NAMING, engine, Clock.fixed(STORED, ZoneOffset.UTC), listener, new SliceLimits(slices, 1)));
    }

    private static ResourceLoad load(ResourcePlan resource, Extraction.StepEnd end) {
        return ResourceLoad.builder()
                .name("orders")
                .table("orders")
                .tables(resource.tableChoice().isPresent() ? List.of() : null)
                .disposition(new WriteDisposition.Append())
                .primaryKey(resource.primaryKey())
                .input("files")
                .inputExact(true)
                .resetsState(false)
                .state(Map.of())
                .cursor(end.cursor().orElse(null))
                .files(end.files().orElse(null))
                .build();
    }

    private static Manifest manifest(String loadId, ResourceLoad load) {
        return new Manifest(
                Manifest.FORMAT,
                loadId,
                "shop",
                "unreachable shop",
                "shop",
                "shop",
                0,
                "",
                List.of(load),
                List.of(),
                DatasetIdentity.UNKNOWN);
    }

    private Content content(SealedPackage sealed, List<String> notes) throws SQLException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        PackageReader reader = new PackageReader(engine, sealed);
        for (Map.Entry<String, String> view :
                PackageViews.of(sealed.manifest(), reader, NAMING).entrySet()) {
            tables.put(view.getKey(), rows(view.getValue()));
        }
        ResourceLoad load = sealed.manifest().resources().getFirst();
        int slices = (int) sealed.manifest().tables().getFirst().parts().stream()
                .map(part -> String.valueOf(part.offset()))
                .distinct()
                .count();
        return new Content(tables, load.cursor(), load.files(), notes, slices);
    }

    private List<String> rows(String view) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = engine.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM (" + view + ") ORDER BY _ordinal")) {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> line = new ArrayList<>();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                line.add(columns.getColumnName(column) + " " + columns.getColumnTypeName(column));
            }
            found.add(String.join(", ", line));
            while (rows.next()) {
                line.clear();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    line.add(String.valueOf(rows.getString(column)));
                }
                found.add(String.join(", ", line));
            }
        }
        return found;
    }

    /** The files in the folder of a package. */
    List<String> filesOfPackages() throws IOException {
        try (var found = Files.walk(folder.resolve("home"))) {
            return found.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
