package dev.pipette.engine.extract;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileArchive;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.spi.Glob;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The archives of one run, whose members are files that are fetched when their turn comes. An archive that is in a store is
 * fetched to see what is in it, into the working folder, whose next run deletes what a killed one left. Closing deletes what
 * was fetched.
 */
final class ArchiveMembers implements AutoCloseable {
    private final List<OpenLocation> open = new ArrayList<>();
    private final List<Path> fetched = new ArrayList<>();

    /** An archive of this machine. */
    InputFile local(String resource, Path archive, String members) {
        String place = archive.toAbsolutePath().normalize().toString();
        return InputFile.unopened(
                new StoredFile(archive.toString(), "", 0, Instant.EPOCH),
                new Unopened(Optional.empty(), folder -> {
                    Found found = new Found(archive.toString(), place, archive.toString());
                    return members(resource, SourceFile.of(archive), members, found, folder);
                }),
                place + ArchiveName.MEMBER + members);
    }

    /**
     * An archive in a store.
     *
     * @param place the store and the archive's key, the same in each run
     */
    InputFile stored(String resource, OpenLocation store, StoredFile archive, String place, String members) {
        Unopened unopened = new Unopened(Optional.of(remembered(archive, members)), folder -> List.of());
        unopened.opener = folder -> fetched(resource, store, archive, place, members, folder, unopened);
        return InputFile.unopened(
                remembered(archive, members),
                unopened,
                place + ArchiveName.MEMBER + members + " " + archive.etag() + " " + archive.size());
    }

    /** An archive is known together with the pattern of its members: with another one, it has others. */
    private static StoredFile remembered(StoredFile archive, String members) {
        return new StoredFile(
                archive.key() + ArchiveName.REMEMBERED + members,
                archive.etag(),
                archive.size(),
                archive.lastModified());
    }

    private List<InputFile> fetched(
            String resource,
            OpenLocation store,
            StoredFile archive,
            String place,
            String members,
            Path folder,
            Unopened unopened) {
        String name = store.nameOf(archive);
        Path to = folder.resolve("archive-" + UUID.randomUUID());
        try {
            PrivateFiles.USUAL.makeFolders(folder);
            fetched.add(to);
            Optional<StoredFile> found = store.fetch(archive, to);
            unopened.remembered = found.map(now -> remembered(now, members));
            if (found.isEmpty()) {
                return List.of();
            }
            PrivateFiles.USUAL.narrow(to);
            return members(
                    resource,
                    SourceFile.fetched(to, Path.of(name), found.get().etag()),
                    members,
                    new Found(found.get().key(), place, name),
                    folder);
        } catch (IOException failed) {
            throw FolderProblem.of("could not write " + archive.key() + " to " + to, to, failed, "");
        }
    }

    /** What members of an archive are called by: keys of a ledger, fingerprints, and errors. */
    private record Found(String key, String place, String name) {}

    private List<InputFile> members(String resource, SourceFile archive, String members, Found found, Path folder) {
        Path scratch = folder.resolve("unpacked-" + UUID.randomUUID());
        try {
            PrivateFiles.USUAL.makeFolders(scratch);
            fetched.add(scratch);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", scratch, failed);
        }
        OpenLocation location =
                kind(resource, found.name()).open(resource, archive, Glob.of(resource, members), scratch);
        open.add(location);
        Members named = new Members(location, found.key() + ArchiveName.MEMBER, found.name() + ArchiveName.MEMBER);
        return location.list().stream()
                .map(member -> InputFile.in(
                        named,
                        named.outside(member),
                        found.place() + ArchiveName.MEMBER + member.key() + " " + member.etag() + " " + member.size()))
                .toList();
    }

    private static final class Unopened implements InputFile.Archive {
        private Function<Path, List<InputFile>> opener;
        private Optional<StoredFile> remembered;
        private @Nullable List<InputFile> members;

        Unopened(Optional<StoredFile> remembered, Function<Path, List<InputFile>> opener) {
            this.remembered = remembered;
            this.opener = opener;
        }

        @Override
        public List<InputFile> members(Path folder) {
            List<InputFile> found = members;
            if (found == null) {
                found = opener.apply(folder);
                members = found;
            }
            return found;
        }

        @Override
        public Optional<StoredFile> remembered() {
            return remembered;
        }
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

    @Override
    public void close() {
        open.forEach(OpenLocation::close);
        try {
            for (Path path : fetched) {
                if (Files.exists(path)) {
                    DurableFiles.deleteAll(path);
                }
            }
        } catch (IOException left) {
            // the next run of the pipeline deletes it
        }
    }
}
