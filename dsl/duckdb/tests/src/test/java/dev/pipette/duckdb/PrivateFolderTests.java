package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.LoadListener;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves in its working folder, and what it has there while it runs, others cannot read. */
class PrivateFolderTests {
    @TempDir
    Path folder;

    /** What is open to others, at each step; a file may be made and narrowed in a folder that nobody else enters. */
    private final Set<String> wide = new TreeSet<>();

    private final Set<String> seen = new TreeSet<>();

    @Test
    void nothing_in_the_working_folder_can_be_read_by_others() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Scratch scratch = new Scratch(folder);
        byte[] lines = "id,name\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8);
        Path packed = folder.resolve("packed.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(lines);
        }
        Resource rows = resource("rows").stream(
                () -> IntStream.range(0, 130_000).mapToObj(id -> Map.of("id", id, "list", List.of(id))));
        Resource stream = resource("streamed").bytes("input", "csv", () -> new ByteArrayInputStream(lines));

        scratch.pipeline().keepPackages().listener(new Watch()).run(rows, csv("packed", packed), stream);
        scratch.pipeline().run(rows.limit(1));
        look();

        assertThat(wide).isEmpty();
        assertThat(seen)
                .contains("home", "lock", "manifest.json", "rows.0.parquet", "packed.0.copy", "acknowledged.json")
                .anyMatch(name -> name.matches("[0-9]{8}-[0-9a-f]{8}\\.json"))
                .contains("copies", "spill", "kept", "traces");
    }

    private final class Watch implements LoadListener {
        @Override
        public void reached(LoadStep step, String loadId) {
            look();
        }
    }

    private void look() {
        try (Stream<Path> paths = Files.walk(folder.resolve("home"))) {
            for (Path path : paths.toList()) {
                look(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void look(Path path) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
            seen.add(path.getFileName().toString());
            boolean isOpen = permissions.stream()
                    .anyMatch(permission -> !permission.name().startsWith("OWNER"));
            if (isOpen) {
                wide.add(path + " " + PosixFilePermissions.toString(permissions));
            }
        } catch (NoSuchFileException gone) {
            // a run deletes what it does not need any more
        }
    }
}
