package dev.pipette.archives;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileArchive;
import dev.pipette.spi.FileStore;
import dev.pipette.spi.Glob;
import dev.pipette.spi.SourceFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Tar archives, plain or compressed as a whole. A compressed one is unpacked once, into a file from which members are taken
 * in any order. A member is known by its checksum.
 *
 * <pre>{@code
 * resource("orders").files("exports/orders.tar.gz!/2024/*.csv");
 * }</pre>
 */
public final class TarArchive implements FileArchive {
    private static final int BUFFER = 1 << 16;

    /** For {@link java.util.ServiceLoader}. */
    public TarArchive() {}

    @Override
    public boolean recognizes(String fileName) {
        return fileName.endsWith(".tar") || isGzip(fileName) || isZstandard(fileName);
    }

    private static boolean isGzip(String fileName) {
        return fileName.endsWith(".tar.gz") || fileName.endsWith(".tgz");
    }

    private static boolean isZstandard(String fileName) {
        return fileName.endsWith(".tar.zst");
    }

    @Override
    public FileStore.OpenLocation open(String resource, SourceFile archive, Glob members, Path scratch) {
        String named = archive.named().toString();
        String lower = named.toLowerCase(Locale.ROOT);
        boolean compressed = isGzip(lower) || isZstandard(lower);
        Path plain = compressed ? scratch.resolve(UUID.randomUUID() + ".tar") : archive.path();
        try {
            if (compressed) {
                inflate(archive, isGzip(lower), plain);
            }
            TarFile tar = new TarFile(plain);
            try {
                return new Members(tar, named, entries(tar, new MemberNames(named, members), named));
            } catch (IOException | PipetteException failed) {
                tar.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    named + " is not a tar archive that can be read: " + failed.getMessage()
                            + ". Nothing of it was loaded. Provide the whole file.",
                    failed);
        }
    }

    private static void inflate(SourceFile archive, boolean gzip, Path to) throws IOException {
        Allowance allowance = new Allowance(archive.named().toString(), Files.size(archive.path()));
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(archive.path()), BUFFER);
                InputStream in = gzip ? new GZIPInputStream(bytes, BUFFER) : new ZstdInputStreamNoFinalizer(bytes);
                OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                allowance.take(read);
                out.write(buffer, 0, read);
            }
        }
    }

    private record Member(TarArchiveEntry entry, StoredFile stored) {}

    private static Map<String, Member> entries(TarFile tar, MemberNames names, String named) throws IOException {
        Map<String, Member> entries = new LinkedHashMap<>();
        for (TarArchiveEntry entry : tar.getEntries()) {
            String name = MemberNames.of(entry.getName());
            boolean isFile = entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
            if (!isFile || !names.isMeant(name)) {
                continue;
            }
            if (entry.isSparse()) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        named + "!/" + name + " is a sparse file, which Pipette does not read. Nothing was loaded. Have"
                                + " the archive made without the option --sparse.");
            }
            entries.put(
                    name,
                    new Member(
                            entry,
                            new StoredFile(
                                    name,
                                    "crc32=" + checksum(tar, entry, named + "!/" + name),
                                    entry.getSize(),
                                    entry.getLastModifiedTime() == null
                                            ? Instant.EPOCH
                                            : entry.getLastModifiedTime().toInstant())));
        }
        return entries;
    }

    private static String checksum(TarFile tar, TarArchiveEntry entry, String named) throws IOException {
        CRC32 checksum = new CRC32();
        long size = 0;
        try (InputStream in = tar.getInputStream(entry)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
                size += read;
            }
        }
        if (size != entry.getSize()) {
            throw Unpacking.problem(
                    named,
                    "it has " + size + " bytes, and not the " + entry.getSize() + " that the archive says",
                    null);
        }
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** The members that are meant; one is unpacked at a time. */
    private record Members(TarFile tar, String named, Map<String, Member> members) implements FileStore.OpenLocation {
        @Override
        public List<StoredFile> list() {
            List<StoredFile> files = new ArrayList<>();
            members.values().forEach(member -> files.add(member.stored()));
            files.sort(Comparator.comparing(StoredFile::key));
            return files;
        }

        @Override
        public synchronized Optional<StoredFile> fetch(StoredFile file, Path to) throws IOException {
            Member member = members.get(file.key());
            if (member == null) {
                return Optional.empty();
            }
            long _ = Unpacking.write(
                    named + "!/" + file.key(),
                    () -> tar.getInputStream(member.entry()),
                    member.entry().getSize(),
                    to);
            return Optional.of(member.stored());
        }

        @Override
        public void close() {
            try {
                tar.close();
            } catch (IOException closed) {
                // nothing was written
            }
        }
    }
}
