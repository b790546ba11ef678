package dev.pipette.engine.files;

import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.TableFiles;
import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FileContent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies the records of many small files that are written alike into one file of the package. DuckDB opens a file in half a
 * millisecond of CPU or one, in each of the two passes of a load, and this copies one of 100 KB in a tenth of that. Files are
 * joined only where there is no doubt which records they have; what was joined is read as they are where the counts differ.
 */
public final class SmallFiles {
    /** Bytes of a file that is joined with others. Beyond, reading costs more than opening. */
    static final int LARGEST = 256 << 10;

    /** Fewer files are not copied. */
    static final int FEWEST = 20;

    private final Path folder;
    private final String table;
    private final byte[] buffer = new byte[LARGEST + 1];
    private final List<Path> written = new ArrayList<>();
    private final Map<HeadedFile, Long> records = new IdentityHashMap<>();
    private final List<Path> copies = new ArrayList<>();

    /**
     * Files of a table.
     *
     * @param folder of the package
     */
    public SmallFiles(Path folder, String table) {
        this.folder = folder;
        this.table = table;
    }

    /**
     * The files in their order, with a file of the package in the place of those that were joined.
     *
     * @return the same list where none were
     */
    public List<HeadedFile> joined(List<HeadedFile> files) {
        List<List<HeadedFile>> runs = FileGroups.runs(files, SmallFiles::joinable);
        if (runs.stream().noneMatch(run -> run.size() >= FEWEST)) {
            return files;
        }
        try {
            List<HeadedFile> joined = new ArrayList<>();
            for (List<HeadedFile> run : runs) {
                joined.addAll(run.size() < FEWEST ? run : join(run));
            }
            return joined;
        } catch (IOException notCopied) {
            discard(); // reading the files as they are reports what is wrong with them
            return files;
        }
    }

    private static @Nullable Object joinable(HeadedFile file) {
        Object alike = file.alike();
        CsvDialect dialect = file.part().dialect();
        boolean usual = dialect.isUsual()
                && dialect.delimiter().length() == 1
                && dialect.delimiter().charAt(0) < 128;
        List<MadeColumn> made = file.part().made();
        boolean ofAllFiles = made.stream().allMatch(column -> column.constant() != null);
        return alike != null && usual && ofAllFiles && isSmall(file.part().file()) ? List.of(alike, made) : null;
    }

    private static boolean isSmall(Path file) {
        try {
            return Files.size(file) <= LARGEST;
        } catch (IOException gone) {
            return false;
        }
    }

    private List<HeadedFile> join(List<HeadedFile> run) throws IOException {
        List<HeadedFile> joined = new ArrayList<>();
        Join open = null;
        for (HeadedFile file : run) {
            int length = read(file.part().file());
            Optional<PlainRecords> plain = length > LARGEST
                    ? Optional.empty()
                    : PlainScan.of(
                            buffer, length, file.part().dialect().delimiter().charAt(0), '"');
            if (plain.isEmpty() || open != null && !open.takes(plain.get())) {
                close(open, joined);
                open = null;
            }
            if (plain.isEmpty()) {
                joined.add(file);
            } else {
                open = open == null ? new Join(file) : open;
                open.add(file, plain.get());
            }
        }
        close(open, joined);
        return joined;
    }

    private void close(@Nullable Join open, List<HeadedFile> joined) throws IOException {
        if (open != null) {
            joined.add(open.closed());
        }
    }

    private int read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(buffer, 0, buffer.length);
        }
    }

    /** Whether DuckDB found as many records in the files that were written as were copied into them. */
    public boolean hasAll(Map<HeadedFile, PackagePart> parts) {
        return records.entrySet().stream()
                .allMatch(copied ->
                        Objects.requireNonNull(parts.get(copied.getKey())).rows() == copied.getValue());
    }

    /** Deletes what the files of the package that were joined were before. */
    public void keep() {
        copies.forEach(SmallFiles::delete);
    }

    /** Deletes what was written. */
    public void discard() {
        written.forEach(SmallFiles::delete);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException deletedWithThePackage) {
            // nothing refers to it
        }
    }

    /** A file that is being written. */
    private final class Join {
        private final HeadedFile first;
        private final Path path;
        private final OutputStream out;
        private String breaks = "";
        private long count;
        private int files;

        Join(HeadedFile first) throws IOException {
            this.first = first;
            this.path = folder.resolve(TableFiles.name(table) + "." + written.size() + ".joined");
            written.add(path);
            this.out = new BufferedOutputStream(PrivateFiles.USUAL.newFile(path), LARGEST);
        }

        boolean takes(PlainRecords more) {
            return breaks.isEmpty() || more.breaks().isEmpty() || breaks.equals(more.breaks());
        }

        void add(HeadedFile file, PlainRecords more) throws IOException {
            breaks = breaks.isEmpty() ? more.breaks() : breaks;
            if (files++ == 0) {
                out.write(buffer, (int) more.begin(), (int) (more.body() - more.begin()));
                if (more.breaks().isEmpty()) {
                    endLine();
                }
            }
            out.write(buffer, (int) more.body(), (int) (more.end() - more.body()));
            if (more.records() > 0 && !more.broken()) {
                endLine();
            }
            count += more.records();
            if (file.part().inside()) {
                copies.add(file.part().file());
            }
        }

        private void endLine() throws IOException {
            breaks = breaks.isEmpty() ? "\n" : breaks;
            out.write(breaks.getBytes(StandardCharsets.US_ASCII));
        }

        HeadedFile closed() throws IOException {
            out.close();
            ColumnarPart part = first.part();
            HeadedFile joined = new HeadedFile(
                    new ColumnarPart(
                            path,
                            part.named(),
                            "",
                            true,
                            FileContent.Kind.DELIMITED,
                            part.dialect(),
                            part.allText(),
                            0,
                            part.taken(),
                            part.made()),
                    first.header());
            records.put(joined, count);
            return joined;
        }
    }
}
