package dev.pipette.archives;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileArchive;
import dev.pipette.spi.FileStore;
import dev.pipette.spi.Glob;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * Zip archives. A member is known by its checksum, so that it counts as the same in an archive that was made again.
 *
 * <pre>{@code
 * resource("orders").files("exports/*.zip!/orders-*.csv");
 * }</pre>
 */
public final class ZipArchive implements FileArchive {
    /** For {@link java.util.ServiceLoader}. */
    public ZipArchive() {}

    @Override
    public boolean recognizes(String fileName) {
        return fileName.endsWith(".zip");
    }

    @Override
    public FileStore.OpenLocation open(String resource, SourceFile archive, Glob members, Path scratch) {
        String named = archive.named().toString();
        ZipFile zip;
        try {
            zip = ZipFile.builder().setPath(archive.path()).get();
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    named + " is not a zip archive that can be read: " + failed.getMessage()
                            + ". Nothing of it was loaded. Provide the whole file.",
                    failed);
        }
        try {
            Allowance allowance = new Allowance(named, Files.size(archive.path()));
            return new Members(zip, named, entries(zip, new MemberNames(named, members), allowance, named));
        } catch (IOException | PipetteException failed) {
            ZipFile.closeQuietly(zip);
            if (failed instanceof PipetteException known) {
                throw known;
            }
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE, named + " cannot be read: " + failed.getMessage() + ".", failed);
        }
    }

    private static Map<String, ZipArchiveEntry> entries(
            ZipFile zip, MemberNames names, Allowance allowance, String named) {
        Map<String, ZipArchiveEntry> entries = new LinkedHashMap<>();
        int count = 0;
        for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
            ZipArchiveEntry entry = all.nextElement();
            allowance.checkMembers(++count);
            String name = MemberNames.of(entry.getName());
            if (entry.isDirectory() || entry.isUnixSymlink() || !names.isMeant(name)) {
                continue;
            }
            check(zip, entry, named + "!/" + name);
            allowance.take(entry.getSize());
            entries.put(name, entry);
        }
        return entries;
    }

    private static void check(ZipFile zip, ZipArchiveEntry entry, String named) {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    named + " is encrypted, and Pipette does not read encrypted members. Nothing was loaded. Unpack the"
                            + " archive with its password, and load the files.");
        }
        if (!zip.canReadEntryData(entry)) {
            ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    named + " is compressed in a way that Pipette does not read ("
                            + (method == null ? "method " + entry.getMethod() : method.name())
                            + "). Nothing was loaded. Have the archive made with the usual method, deflate.");
        }
    }

    /** The members that are meant; one is unpacked at a time. */
    private record Members(ZipFile zip, String named, Map<String, ZipArchiveEntry> entries)
            implements FileStore.OpenLocation {
        private static StoredFile stored(String name, ZipArchiveEntry entry) {
            return new StoredFile(
                    name,
                    "crc32=" + HexFormat.of().toHexDigits((int) entry.getCrc()),
                    entry.getSize(),
                    entry.getTime() < 0 ? Instant.EPOCH : Instant.ofEpochMilli(entry.getTime()));
        }

        @Override
        public List<StoredFile> list() {
            List<StoredFile> files = new ArrayList<>();
            entries.forEach((name, entry) -> files.add(stored(name, entry)));
            files.sort(Comparator.comparing(StoredFile::key));
            return files;
        }

        @Override
        public synchronized Optional<StoredFile> fetch(StoredFile file, Path to) throws IOException {
            ZipArchiveEntry entry = entries.get(file.key());
            if (entry == null) {
                return Optional.empty();
            }
            String member = named + "!/" + file.key();
            long checksum = Unpacking.write(member, () -> zip.getInputStream(entry), entry.getSize(), to);
            if (checksum != entry.getCrc()) {
                Files.deleteIfExists(to);
                throw Unpacking.problem(member, "its checksum is not the one in the archive", null);
            }
            return Optional.of(stored(file.key(), entry));
        }

        @Override
        public void close() {
            ZipFile.closeQuietly(zip);
        }
    }
}
