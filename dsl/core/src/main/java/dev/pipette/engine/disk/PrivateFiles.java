package dev.pipette.engine.disk;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files and folders of working folders, which hold other people's rows: only this user may read them, whatever the
 * umask says. The environment variable {@code PIPETTE_SHARED_GROUP} names a group of the system that shares them. What is
 * there already keeps its permissions. Where a file system has no such permissions, its own rules hold.
 *
 * <pre>{@code
 * PrivateFiles.USUAL.makeFolders(folder);                        // rwx------
 * PrivateFiles.USUAL.write(folder.resolve("reason.txt"), text);  // rw-------
 * }</pre>
 *
 * @param sharedGroup the group whose members may read and write as well
 */
public record PrivateFiles(Optional<String> sharedGroup) {
    /** The environment variable with the name of the group. */
    public static final String SHARED_GROUP = "PIPETTE_SHARED_GROUP";

    /** As the environment of this process has it. */
    public static final PrivateFiles USUAL = of(System.getenv(SHARED_GROUP));

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SHARED_FOLDER = PosixFilePermissions.fromString("rwxrwx---");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> SHARED_FILE = PosixFilePermissions.fromString("rw-rw----");

    static PrivateFiles of(@Nullable String group) {
        return new PrivateFiles(Optional.ofNullable(group).map(String::strip).filter(name -> !name.isEmpty()));
    }

    /** Makes a folder and those above it that are missing. */
    public void makeFolders(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path above = folder.toAbsolutePath();
                above != null && !Files.isDirectory(above);
                above = above.getParent()) {
            missing.push(above);
        }
        for (Path next : missing) {
            makeFolder(next);
        }
    }

    private void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, attributes(folder, FOLDER));
        } catch (FileAlreadyExistsException taken) {
            if (!Files.isDirectory(folder)) {
                throw taken;
            }
            return; // another process made it meanwhile
        }
        share(folder, SHARED_FOLDER);
    }

    /**
     * Lets the group into what was made just now; what could not be shared would be private for ever, so it is deleted.
     */
    private void share(Path made, Set<PosixFilePermission> permissions) throws IOException {
        if (sharedGroup.isEmpty()) {
            return;
        }
        try {
            permit(made, permissions);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(made);
            throw failed;
        }
    }

    /** Makes a file, or empties the one that is there; one that is a symbolic link is refused. */
    public OutputStream newFile(Path file) throws IOException {
        return Channels.newOutputStream(
                open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    /** Writes a file whole; one that is a symbolic link is refused. */
    public void write(Path file, byte[] content) throws IOException {
        try (OutputStream out = newFile(file)) {
            out.write(content);
        }
    }

    /** Writes a file whole, in UTF-8; one that is a symbolic link is refused. */
    public void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Opens a file that is locked, and makes it where it is missing; one that is a symbolic link is refused. */
    public FileChannel lockFile(Path file) throws IOException {
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private FileChannel open(Path file, OpenOption... how) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw TrustedPath.refused(file);
        }
        Set<OpenOption> options = new HashSet<>(Set.of(how));
        options.add(LinkOption.NOFOLLOW_LINKS); // a link that is planted between the two lines is an error, too
        boolean isNew = !Files.exists(file);
        FileChannel channel = FileChannel.open(file, options, attributes(file, FILE));
        try {
            if (isNew) {
                share(file, SHARED_FILE);
            }
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Gives the permissions of the files that are made here to one that another program made, such as DuckDB. */
    public void narrow(Path file) throws IOException {
        permit(file, sharedGroup.isPresent() ? SHARED_FILE : FILE);
    }

    private void permit(Path path, Set<PosixFilePermission> permissions) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        if (sharedGroup.isPresent()) {
            give(view, group(path, sharedGroup.get()));
        }
        try {
            view.setPermissions(permissions);
        } catch (IOException withoutPermissions) {
            if (sharedGroup.isPresent()) {
                throw withoutPermissions;
            } // otherwise this is a disk like FAT or a share of Windows, which refuse what they cannot keep
        }
    }

    private static void give(PosixFileAttributeView view, GroupPrincipal group) throws IOException {
        try {
            view.setGroup(group);
        } catch (FileSystemException refused) {
            throw new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    SHARED_GROUP + " names the group '" + group.getName() + "', to which this user cannot give "
                            + refused.getFile() + ". Name one that 'id -Gn' prints, or unset it.",
                    refused);
        }
    }

    private static GroupPrincipal group(Path path, String name) throws IOException {
        try {
            return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (UserPrincipalNotFoundException unknown) {
            throw new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    SHARED_GROUP + " names the group '" + name
                            + "', which this system does not have. Name one that 'id -Gn' prints, or unset it.",
                    unknown);
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
