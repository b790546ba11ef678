package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Under whom servers run that refuse to run as root: as ourselves, or, where we are root, as the user nobody, or in a
 * user namespace where that is all we may have.
 */
enum Account {
    OURSELVES(List.of()),
    NOBODY(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")),
    NAMESPACE(List.of("unshare", "-U"));

    /** Mounts a file system in memory that only the command sees, which needs a user namespace and no root. */
    private static final String WITH_DISK = """
            mount -t tmpfs -o size="$1"m,mode=777 tmpfs "$2" || exit
            shift 2
            exec unshare -U "$@"
            """;

    private static final int NOBODY_ID = 65534;

    /** What to put in front of a command. */
    final List<String> prefix;

    Account(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The account for servers whose files are in a folder that we made. */
    static Account in(Path folder) {
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                // initdb wants to know the user's name, which a container may not have: the namespace's user has one
                boolean hasName = Files.getOwner(folder).getName().chars().anyMatch(Character::isLetter);
                return hasName || !NAMESPACE.works(folder) ? OURSELVES : NAMESPACE;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        for (Account account : List.of(NOBODY, NAMESPACE)) {
            if (account.works(folder)) {
                return account;
            }
        }
        throw Unavailable.because(
                "The tests run as root, PostgreSQL and PgBouncer refuse that, and neither setpriv nor unshare -U works"
                        + " here: run the tests as another user, or set PIPETTE_TEST_POSTGRES_URL.",
                null);
    }

    private boolean works(Path folder) {
        return Shell.run(folder, command("true")).exit() == 0;
    }

    /** A command that finds a disk of a size in megabytes in the place of a folder. Runs as {@link #NAMESPACE}. */
    static List<String> withDisk(int megabytes, Path disk, List<String> words) {
        List<String> command = new ArrayList<>(List.of("unshare", "-U", "-r", "-m", "sh", "-c", WITH_DISK, "disk"));
        command.addAll(List.of(String.valueOf(megabytes), disk.toString()));
        command.addAll(words);
        return command;
    }

    List<String> command(String... words) {
        return command(List.of(words));
    }

    List<String> command(List<String> words) {
        return Stream.concat(prefix.stream(), words.stream()).toList();
    }

    /** Gives a file or folder to the account. */
    void own(Path path) {
        if (this == NOBODY) {
            try {
                Files.setAttribute(path, "unix:uid", NOBODY_ID);
                Files.setAttribute(path, "unix:gid", NOBODY_ID);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
