package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileArchive;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.spi.Glob;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The members of the archives of one run, as files that are fetched when their turn comes. An archive that is in a store is
 * fetched to see what is in it. Closing deletes what was fetched.
 */
final class ArchiveMembers implements AutoCloseable {
    private final List<OpenLocation> open = new ArrayList<>();
    private @Nullable Path scratch;
    private int fetched;

    /** The members of an archive of this machine. */
    List<InputFile> local(String resource, Path archive, String members) {
        Path full = archive.toAbsolutePath().normalize();
        return members(
                resource, SourceFile.of(archive), members, archive.toString(), full.toString(), archive.toString());
    }

    /**
     * The members of an archive in a store; none of one that is gone.
     *
     * @param place the store and the archive's key, the same in each run
     */
    List<InputFile> stored(String resource, OpenLocation store, StoredFile archive, String place, String members) {
        String name = store.nameOf(archive);
        try {
            Path to = scratch().resolve("archive" + fetched++);
            return store.fetch(archive, to)
                    .map(found -> members(
                            resource,
                            SourceFile.fetched(to, Path.of(name), found.etag()),
                            members,
                            found.key(),
                            place,
                            name))
                    .orElse(List.of());
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.WORKING_FOLDER_FAILED,
                    "could not write " + archive.key() + " to the folder for temporary files: " + failed.getMessage()
                            + ".",
                    failed);
        }
    }

    private List<InputFile> members(
            String resource, SourceFile archive, String members, String key, String place, String name) {
        OpenLocation location = kind(resource, name).open(resource, archive, Glob.of(resource, members), scratch());
        open.add(location);
        Members named = new Members(location, key + ArchiveName.MEMBER, name + ArchiveName.MEMBER);
        return location.list().stream()
                .map(member -> InputFile.in(
                        named,
                        named.outside(member),
                        place + ArchiveName.MEMBER + member.key() + " " + member.etag() + " " + member.size()))
                .toList();
    }

    private static FileArchive kind(String resource, String name) {
        ServiceLoader<FileArchive> kinds = ServiceLoader.load(FileArchive.class, ArchiveMembers.class.getClassLoader());
        String lower = name.toLowerCase(Locale.ROOT);
        return StreamSupport.stream(kinds.spliterator(), false)
                .filter(kind -> kind.recognizes(lower))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.NOT_INSTALLED,
                        "resource " + resource + ": nothing on the class path reads the archive " + name
                                + ". Add the dependency dev.pipette:pipette-archives."));
    }

    /** Members under names that begin with their archive. */
    private record Members(OpenLocation archive, String keys, String names) implements OpenLocation {
        private StoredFile outside(StoredFile member) {
            return new StoredFile(keys + member.key(), member.etag(), member.size(), member.lastModified());
        }

        private StoredFile inside(StoredFile member) {
            return new StoredFile(
                    member.key().substring(keys.length()), member.etag(), member.size(), member.lastModified());
        }

        @Override
        public List<StoredFile> list() {
            return archive.list().stream().map(this::outside).toList();
        }

        @Override
        public Optional<StoredFile> fetch(StoredFile file, Path to) throws IOException {
            return archive.fetch(inside(file), to).map(this::outside);
        }

        @Override
        public String nameOf(StoredFile file) {
            return names + inside(file).key();
        }

        @Override
        public void close() {
            archive.close();
        }
    }

    private Path scratch() {
        Path folder = scratch;
        if (folder == null) {
            try {
                folder = Files.createTempDirectory("pipette-archives");
                scratch = folder;
            } catch (IOException failed) {
                throw new PipetteException(
                        ErrorCode.WORKING_FOLDER_FAILED,
                        "could not make a folder for temporary files: " + failed.getMessage() + ".",
                        failed);
            }
        }
        return folder;
    }

    @Override
    public void close() {
        open.forEach(OpenLocation::close);
        Path folder = scratch;
        if (folder == null) {
            return;
        }
        try {
            Path _ = Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path place, @Nullable IOException failed) throws IOException {
                    Files.deleteIfExists(place);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException left) {
            // the system empties its folder for temporary files
        }
    }
}
