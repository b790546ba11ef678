package dev.pipette.engine.disk;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a path to a working folder that another user may have made: in a folder where everybody may write, such as
 * {@code /tmp}, a folder or a symbolic link that belongs to another user, who could read and change what is written
 * behind it. The administrator's are trusted, as are links in folders of one's own. The rule is that of Linux's
 * {@code protected_symlinks}.
 */
public final class TrustedPath {
    private static final String ADMINISTRATOR = "root";
    private static volatile @Nullable UserPrincipal self;

    private TrustedPath() {}

    /**
     * Checks each part of a path that exists.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED with the part that belongs to another user
     */
    public static void check(Path path) throws IOException {
        check(path.toAbsolutePath().normalize(), TrustedPath::user);
    }

    /** Who runs this process, found out only where it matters. */
    interface Owner {
        UserPrincipal user() throws IOException;
    }

    private static UserPrincipal user() throws IOException {
        UserPrincipal known = self;
        if (known == null) {
            known = ownerOfNewFile();
            self = known;
        }
        return known;
    }

    /** A user need not have a name by which the system finds it, as in a container. */
    private static UserPrincipal ownerOfNewFile() throws IOException {
        Path probe = Files.createTempFile("pipette", ".user");
        try {
            return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    public static void check(Path path, Owner owner) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Path above = path.getRoot();
        for (int length = 1; above != null && length <= path.getNameCount(); length++) {
            Path part = above.resolve(path.getName(length - 1));
            if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (isOpen(above)) {
                check(part, owner.user(), Files.getOwner(part, LinkOption.NOFOLLOW_LINKS));
            }
            above = part;
        }
    }

    private static void check(Path part, UserPrincipal user, UserPrincipal found) {
        if (found.equals(user) || found.getName().equals(ADMINISTRATOR)) {
            return;
        }
        throw new PipetteException(
                ErrorCode.WORKING_FOLDER_FAILED,
                part + " belongs to " + found.getName() + ", and everybody may write in " + part.getParent()
                        + ": that user could read and change what is loaded. Nothing was written. Choose a folder of"
                        + " your own with PIPETTE_HOME or .home(..).");
    }

    /** Whether everybody may make something in a folder. */
    private static boolean isOpen(Path folder) throws IOException {
        return Files.readAttributes(folder, PosixFileAttributes.class)
                .permissions()
                .contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** An error for a symbolic link in the place of a file that is written. */
    static PipetteException refused(Path link) {
        return new PipetteException(
                ErrorCode.WORKING_FOLDER_FAILED,
                link + " is a symbolic link" + target(link) + ". Pipette writes this file itself and follows no link"
                        + " there, because whoever made it would choose what is overwritten. Delete the link and run"
                        + " again.");
    }

    private static String target(Path link) {
        try {
            return " to " + Files.readSymbolicLink(link);
        } catch (IOException unknown) {
            return "";
        }
    }
}
