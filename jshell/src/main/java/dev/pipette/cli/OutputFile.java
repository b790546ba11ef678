package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.Destination;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.RowStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that rows are written to. They are written beside it, and the file takes its name when it is complete: whoever opens
 * it never sees a part.
 *
 * @param target where the file will be
 * @param format how the rows are written
 */
record OutputFile(Path target, RowsFormat format, boolean force) {
    private static final String GZIP = ".gz";

    /**
     * The file.
     *
     * @param format null for the one that the name's ending says
     * @param force whether a file that exists is replaced
     * @throws PipetteException BAD_USAGE when it cannot be written, or its format is unknown
     */
    static OutputFile of(String name, @Nullable RowsFormat format, boolean force) {
        Path target = path(name);
        RowsFormat known = format == null ? ofName(name) : format;
        if (known == RowsFormat.TABLE) {
            throw refused(name, "a table is for people. Write csv, json, jsonl or parquet");
        }
        if (known == RowsFormat.PARQUET && isCompressed(target)) {
            throw refused(name, "parquet is compressed inside. Leave " + GZIP + " out of the name");
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refused(name, "the folder " + folder + " does not exist. Make it first, or correct the name");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw refused(name, "it exists and is not a plain file. Choose another name");
        }
        if (Files.exists(target) && !force) {
            throw refused(name, "the file exists. Choose another name, or replace it with --force");
        }
        return new OutputFile(target, known, force);
    }

    /**
     * Checks that it is not a file of the database that the rows are read from.
     *
     * @throws PipetteException BAD_USAGE when it is the database, or its write-ahead log
     */
    void checkIsNot(Destination destination) {
        if (!destination.scheme().equals("duckdb")) {
            return;
        }
        for (String own : new String[] {destination.location(), destination.location() + ".wal"}) {
            if (real(target).equals(real(Path.of(own)))) {
                throw refused(
                        target.toString(),
                        "this is a file of the database that is read (" + destination.location()
                                + "), and --force does not replace it. Choose another name");
            }
        }
    }

    private static Path path(String name) {
        if (name.equals("-")) {
            throw refused(
                    name, "rows are printed on standard output without -o. Leave it out, and choose with --format");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException impossible) {
            throw refused(name, "this cannot be a file's name: " + impossible.getReason());
        }
    }

    private static PipetteException refused(String name, String reason) {
        return new PipetteException(ErrorCode.BAD_USAGE, "-o " + name + ": " + reason + ".");
    }

    private static RowsFormat ofName(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        plain = plain.endsWith(GZIP) ? plain.substring(0, plain.length() - GZIP.length()) : plain;
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv" -> RowsFormat.CSV;
            case "json" -> RowsFormat.JSON;
            case "jsonl", "ndjson" -> RowsFormat.JSONL;
            case "parquet" -> RowsFormat.PARQUET;
            default ->
                throw refused(
                        name, "the ending names no format. Say it with --format csv, --format json, jsonl or parquet");
        };
    }

    private static boolean isCompressed(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    /** Writes rows, at most {@code limit}, and gives the file its name. */
    void write(RowStream rows, int limit) {
        Path real = real(target);
        Path draft = real.resolveSibling("." + real.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            if (format == RowsFormat.PARQUET) {
                rows.writeParquet(draft, limit);
            } else {
                text(rows, limit, draft);
            }
            finish(draft, real);
        } catch (IOException failed) {
            throw failure(failed);
        } finally {
            delete(draft);
        }
    }

    /** The file behind links, so that a link stays; its folder may be behind a link, too, where there is no file yet. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        try {
            return path.toRealPath();
        } catch (IOException absent) {
            Path folder = whole.getParent();
            try {
                return folder == null ? whole : folder.toRealPath().resolve(whole.getFileName());
            } catch (IOException gone) {
                return whole;
            }
        }
    }

    private void text(RowStream rows, int limit, Path draft) throws IOException {
        FailingOutput output = new FailingOutput(
                Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        OutputStream bytes = isCompressed(target) ? new GZIPOutputStream(output) : new BufferedOutputStream(output);
        try (PrintWriter writer = new PrintWriter(new OutputStreamWriter(bytes, UTF_8))) {
            RowsOutput.Printed printed = RowsOutput.Printed.of(rows);
            switch (format) {
                case CSV -> RowsOutput.csv(printed, limit, writer);
                case JSON -> RowsOutput.json(printed, limit, writer);
                case JSONL -> RowsOutput.jsonLines(printed, limit, writer);
                case TABLE, PARQUET -> throw new IllegalStateException(format + " is not written as text");
            }
        }
        output.rethrow();
    }

    private void finish(Path draft, Path real) throws IOException {
        if (!force && Files.exists(real)) {
            throw refused(
                    real.toString(), "the file was made meanwhile. Choose another name, or replace it with --force");
        }
        Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private PipetteException failure(IOException failed) {
        return new PipetteException(
                ErrorCode.DESTINATION_FAILED,
                "could not write " + target + ": " + failed.getMessage() + ". Nothing of it is there.",
                failed);
    }

    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException left) {
            // a hidden part of a file; why it was not completed is reported already
        }
    }

    /** Remembers the error that a {@link PrintWriter} hides. */
    private static final class FailingOutput extends OutputStream {
        private final OutputStream stream;
        private @Nullable IOException failed;

        FailingOutput(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                stream.write(bytes, offset, length);
            } catch (IOException ended) {
                failed = failed == null ? ended : failed;
                throw ended;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                stream.close();
            } catch (IOException ended) {
                failed = failed == null ? ended : failed;
                throw ended;
            }
        }

        void rethrow() throws IOException {
            if (failed != null) {
                throw failed;
            }
        }
    }
}
