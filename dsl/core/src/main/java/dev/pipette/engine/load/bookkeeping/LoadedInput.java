package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_BOUNDARY;
import static dev.pipette.bookkeeping.Tables.PIPETTE_FILES;
import static dev.pipette.bookkeeping.Tables.PIPETTE_RUN_KEYS;

import dev.pipette.bookkeeping.tables.records.PipetteFilesRecord;
import dev.pipette.bookkeeping.tables.records.PipetteRunKeysRecord;
import dev.pipette.engine.manifest.FilesLoad.FileLoad;
import dev.pipette.incremental.LoadedFile;
import dev.pipette.incremental.StoredFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * What of the input of one resource is loaded: its run keys, its files, and the keys of the rows at the boundaries of its
 * cursors.
 */
public final class LoadedInput {
    /** Files that one statement writes: a statement of PostgreSQL has at most 65,535 values. */
    private static final int FILES_AT_ONCE = 500;

    /** Keys that a server sends at a time. */
    private static final int KEYS_AT_ONCE = 10_000;

    private final Bookkeeping books;
    private final String pipeline;
    private final String resource;

    LoadedInput(Bookkeeping books, String pipeline, String resource) {
        this.books = books;
        this.pipeline = pipeline;
        this.resource = resource;
    }

    /** Whether a run with this key was loaded. */
    public boolean hasRunKey(String runKey) {
        return books.has(PIPETTE_RUN_KEYS)
                && books.dsl().fetchExists(PIPETTE_RUN_KEYS, runKeys().and(PIPETTE_RUN_KEYS.RUN_KEY.eq(runKey)));
    }

    /** Remembers that a run with this key is loaded. */
    public void addRunKey(String runKey, String loadId) {
        PipetteRunKeysRecord row = books.dsl().newRecord(PIPETTE_RUN_KEYS);
        row.setPipelineName(pipeline);
        row.setResourceName(resource);
        row.setRunKey(runKey);
        row.setLoadId(loadId);
        row.insert();
    }

    /** Selects the keys of the rows at the boundary of a cursor; for any context of the session. */
    public Select<Record1<UUID>> boundaryKeys(String cursorPath) {
        return DSL.select(PIPETTE_BOUNDARY.KEY)
                .from(books.qualified(PIPETTE_BOUNDARY))
                .where(boundary(cursorPath));
    }

    /** Which keys are those of one cursor. */
    public Condition boundary(String cursorPath) {
        return boundaries().and(PIPETTE_BOUNDARY.CURSOR_PATH.eq(cursorPath));
    }

    private Condition boundaries() {
        return PIPETTE_BOUNDARY.PIPELINE_NAME.eq(pipeline).and(PIPETTE_BOUNDARY.RESOURCE_NAME.eq(resource));
    }

    /** Forgets the keys at the boundary of one cursor. */
    public void forgetBoundary(String cursorPath) {
        books.dsl().deleteFrom(PIPETTE_BOUNDARY).where(boundary(cursorPath)).execute();
    }

    /** How many keys at the boundary of one cursor are known. */
    public long countBoundary(String cursorPath) {
        return books.count(PIPETTE_BOUNDARY, boundary(cursorPath));
    }

    /** Passes the keys at the boundary of one cursor. */
    void eachBoundaryKey(String cursorPath, Consumer<UUID> key) {
        var keys = books.dsl()
                .select(PIPETTE_BOUNDARY.KEY)
                .from(PIPETTE_BOUNDARY)
                .where(boundary(cursorPath))
                .fetchSize(KEYS_AT_ONCE);
        // there may be millions, and jOOQ would make a record of each
        try (ResultSet rows = keys.fetchResultSet()) {
            while (rows.next()) {
                key.accept(rows.getObject(1, UUID.class));
            }
        } catch (SQLException failed) {
            throw new DataAccessException("read the keys at the boundary", failed);
        }
    }

    /** How many keys at the boundaries of all its cursors are known. */
    public long countBoundary() {
        return books.count(PIPETTE_BOUNDARY, boundaries());
    }

    /** How many run keys are known. */
    public long countRunKeys() {
        return books.count(PIPETTE_RUN_KEYS, runKeys());
    }

    private Condition runKeys() {
        return PIPETTE_RUN_KEYS.PIPELINE_NAME.eq(pipeline).and(PIPETTE_RUN_KEYS.RESOURCE_NAME.eq(resource));
    }

    /** Its files that are loaded, in the order of their keys. */
    List<LoadedFile> files() {
        if (!books.has(PIPETTE_FILES)) {
            return List.of();
        }
        return books.dsl()
                .selectFrom(PIPETTE_FILES)
                .where(ofFiles())
                .orderBy(PIPETTE_FILES.FILE_NAME)
                .fetch(row -> new LoadedFile(
                        new StoredFile(
                                row.getFileName(),
                                row.getEtag(),
                                row.getSize(),
                                row.getLastModified().toInstant()),
                        Optional.ofNullable(row.getFileDate()),
                        row.getRowCount(),
                        row.getLoadId()));
    }

    private Condition ofFiles() {
        return PIPETTE_FILES.PIPELINE_NAME.eq(pipeline).and(PIPETTE_FILES.RESOURCE_NAME.eq(resource));
    }

    /** Remembers files, in place of what was remembered of them. */
    public void addFiles(List<FileLoad> files, String loadId) {
        for (int from = 0; from < files.size(); from += FILES_AT_ONCE) {
            List<FileLoad> some = files.subList(from, Math.min(files.size(), from + FILES_AT_ONCE));
            books.dsl()
                    .deleteFrom(PIPETTE_FILES)
                    .where(ofFiles())
                    .and(PIPETTE_FILES.FILE_NAME.in(
                            some.stream().map(FileLoad::key).toList()))
                    .execute();
            books.dsl()
                    .insertInto(PIPETTE_FILES)
                    .columns(PIPETTE_FILES.fields())
                    .valuesOfRecords(
                            some.stream().map(file -> row(file, loadId)).toList())
                    .execute();
        }
    }

    private PipetteFilesRecord row(FileLoad file, String loadId) {
        PipetteFilesRecord row = new PipetteFilesRecord();
        row.setPipelineName(pipeline);
        row.setResourceName(resource);
        row.setFileName(file.key());
        row.setEtag(file.etag());
        row.setSize(file.size());
        row.setLastModified(Instant.parse(file.lastModified()).atOffset(ZoneOffset.UTC));
        row.setFileDate(file.date() == null ? null : LocalDate.parse(file.date()));
        row.setRowCount(file.rows());
        row.setLoadId(loadId);
        return row;
    }

    /** How many files are remembered. */
    public long countFiles() {
        return books.count(PIPETTE_FILES, ofFiles());
    }

    /** Deletes all keys, and what is remembered of files. */
    public void forget() {
        books.delete(PIPETTE_FILES, ofFiles());
        books.delete(PIPETTE_BOUNDARY, boundaries());
        books.delete(PIPETTE_RUN_KEYS, runKeys());
    }
}
