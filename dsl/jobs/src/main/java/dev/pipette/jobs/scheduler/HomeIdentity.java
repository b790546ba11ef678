package dev.pipette.jobs.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.disk.TrustedPath;
import dev.pipette.jobs.store.StoredFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Which home folder on which machine this is, for the rows of attempts whose folders are in it. Machines may share a host name, and
 * copies of a machine or of a folder share all of their files; so it is made of a number in the home folder, the folder's path, and the
 * machine's own number.
 */
final class HomeIdentity {
    private static final List<Path> MACHINE = List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));
    private static final int LENGTH = 32;

    private HomeIdentity() {}

    static String of(Path home) {
        return of(home, machine());
    }

    /** One thread at a time in this process; the lock of the file keeps other processes away. */
    static synchronized String of(Path home, String machine) {
        Path file = home.resolve("jobs").resolve("home.id");
        try {
            TrustedPath.check(file);
            PrivateFiles.USUAL.makeFolders(file.resolveSibling("."));
            try (FileChannel channel = PrivateFiles.USUAL.lockFile(file)) {
                channel.lock();
                String whole = number(channel) + " " + machine + " " + file.toRealPath();
                return StoredFiles.sha256(whole.getBytes(UTF_8)).substring(0, LENGTH);
            }
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", file, failed);
        }
    }

    private static String number(FileChannel channel) throws IOException {
        String present = new String(Channels.newInputStream(channel).readAllBytes(), UTF_8).strip();
        if (!present.isEmpty()) {
            return present;
        }
        String made = UUID.randomUUID().toString();
        channel.write(ByteBuffer.wrap(made.getBytes(UTF_8)), 0);
        channel.force(true);
        return made;
    }

    /** Of Linux; elsewhere, and in most containers, the number in the home folder is all there is. */
    private static String machine() {
        for (Path file : MACHINE) {
            try {
                return Files.readString(file).strip();
            } catch (IOException missing) {
                // the next one may be there
            }
        }
        return "";
    }
}
