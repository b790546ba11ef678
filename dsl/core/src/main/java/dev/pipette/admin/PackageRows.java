package dev.pipette.admin;

import dev.pipette.Destination;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.load.plan.PackageViews;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.query.PackageTables;
import dev.pipette.engine.sql.QuietJooq;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.RowReader;
import dev.pipette.rows.RowStream;
import dev.pipette.rows.Rows;
import dev.pipette.schema.Naming;
import dev.pipette.settings.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Finds a load package and queries its rows, without its destination. */
final class PackageRows {
    private PackageRows() {}

    private record Found(String pipeline, SealedPackage waiting) {
        String reference() {
            return pipeline + "/" + waiting.loadId();
        }
    }

    public static Rows query(Path home, String reference, String sql) {
        return query(home, reference, sql, RowReader::all);
    }

    public static <R> R query(Path home, String reference, String sql, Function<? super RowStream, R> reading) {
        Found found = find(home, reference);
        Path spill = spill();
        try (DuckEngine engine = DuckEngine.streaming(spill, ProcessEnvironment.engineMemory())) {
            return query(engine, found, sql, reading);
        } finally {
            delete(spill);
        }
    }

    private static <R> R query(DuckEngine engine, Found found, String sql, Function<? super RowStream, R> reading) {
        PackageReader reader = new PackageReader(engine, found.waiting());
        checkFiles(reader, found);
        Naming naming =
                Naming.snakeCase(Destination.parse(found.waiting().manifest().destination())
                        .client(found.waiting().folder())
                        .maxIdentifierLength());
        try (PackageTables tables = new PackageTables(
                engine, found.waiting(), PackageViews.of(found.waiting().manifest(), reader, naming))) {
            if (tables.isNoQuery(sql)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "package " + found.reference() + " can only be read, and this is not a query: " + sql
                                + ". Write a SELECT, DESCRIBE or SHOW TABLES.");
            }
            QuietJooq.set(System.getProperties());
            DSLContext dsl = DSL.using(tables.connection(), SQLDialect.DUCKDB);
            return RowReader.read(dsl, sql, reading);
        } catch (DataAccessException refused) {
            throw RowReader.refused("package " + found.reference(), refused);
        }
    }

    /** Other rows than those that were extracted would be worse than none. */
    private static void checkFiles(PackageReader reader, Found found) {
        try {
            reader.checkFiles(false);
        } catch (PipetteException changed) {
            throw new PipetteException(
                    changed.code(),
                    "package " + found.reference()
                            + " cannot be queried: it refers to a file that changed after it was made, or is gone.",
                    changed);
        }
    }

    private static Found find(Path home, String reference) {
        int slash = reference.lastIndexOf('/');
        String loadId = reference.substring(slash + 1);
        List<Found> all = new ArrayList<>();
        for (WorkingFolders.Named found : WorkingFolders.in(home)) {
            WorkingFolder working = found.folder();
            String pipeline = found.pipeline();
            if (slash >= 0 && !pipeline.equals(reference.substring(0, slash))) {
                continue;
            }
            Stream.of(
                            working.packages().waiting(),
                            working.packages().quarantined(),
                            working.packages().kept())
                    .flatMap(List::stream)
                    .forEach(waiting -> all.add(new Found(pipeline, waiting)));
        }
        List<Found> wanted = all.stream()
                .filter(one -> one.waiting().loadId().equals(loadId))
                .toList();
        if (wanted.size() == 1) {
            return wanted.getFirst();
        }
        String there =
                (wanted.isEmpty() ? all : wanted).stream().map(Found::reference).collect(Collectors.joining(", "));
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                wanted.isEmpty()
                        ? "the working folder " + home + " has no package '" + reference + "' that waits, was"
                                + " quarantined or was kept. It has: " + (there.isEmpty() ? "none" : there) + "."
                        : "several pipelines have a package " + loadId + ". Say which one: " + there + ".");
    }

    private static Path spill() {
        try {
            return Files.createTempDirectory("pipette-query");
        } catch (IOException failed) {
            throw FolderProblem.temporary(failed);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            folder.toFile().deleteOnExit(); // it is among the temporary files, which the system deletes
        }
    }
}
