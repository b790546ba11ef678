package dev.pipette.duckdb.campaign;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.testing.campaign.ChildLibrary;
import dev.pipette.testing.campaign.ChildMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full in the middle of a load: a child process may write only files of a limited size ({@code ulimit
 * -f}), which ends its writing as a full disk does. Nothing is half there, and with room the next run loads everything.
 */
@Timeout(120)
final class FullDiskTests {
    private static final int ROWS = 60_000;
    private static final int BLOCKS = 2_048;

    @TempDir
    Path folder;

    @BeforeEach
    void needs_a_shell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh, which limits the size of files");
    }

    @Test
    void in_the_working_folder_the_run_fails_and_leaves_nothing() throws Exception {
        Path input = Files.write(
                folder.resolve("notes.jsonl"),
                notes().map(note -> "{\"note\": \"" + note + "\"}").toList());
        pipeline().run(first());

        String refused = loadWithLittleRoom(input);

        assertThat(refused)
                .startsWith("[WORKING_FOLDER_FAILED] could not write a segment of the package: Could not write file")
                .endsWith(
                        ": File too large. The disk, or what this user may use of it, is full: make room, or choose another"
                                + " folder with .home(..).");
        assertThat(pipeline().dataset().tables()).containsExactly("first");
        assertThat(pipeline().admin().pending()).isEmpty();
        assertThat(pipeline().run(jsonl("notes", input)).rows("notes")).isEqualTo(ROWS);
    }

    @Test
    void at_the_destination_the_package_waits_and_the_next_run_loads_it() throws Exception {
        List<String> lines = new ArrayList<>(List.of("note"));
        lines.addAll(notes().toList());
        Path input = Files.write(folder.resolve("notes.csv"), lines);
        pipeline().run(first());

        String refused = loadWithLittleRoom(input);

        assertThat(refused)
                .isEqualTo("[DESTINATION_FAILED] could not commit (duckdb " + database()
                        + "): TransactionContext Error: Failed to commit: Could not write file \"" + database()
                        + ".wal\": File too large. Is the disk full? Nothing was changed.");
        assertThat(pipeline().dataset().tables()).containsExactly("first");
        assertThat(pipeline().admin().pending()).hasSize(1);
        LoadInfo next = pipeline().run(csv("notes", input));
        assertThat(next.packages()).hasSize(1);
        assertThat(next.packages().getFirst().recovered()).isTrue();
        assertThat(next.rows("notes")).isEqualTo(ROWS);
        assertThat(pipeline().dataset().table("notes").total()).isEqualTo(ROWS);
    }

    private Path database() {
        return folder.resolve("full.duckdb");
    }

    private Pipeline pipeline() {
        return ChildMain.pipeline(new DuckDbPlaces(), database().toString(), folder.resolve("home"));
    }

    private static Resource first() {
        return resource("first").rows(List.of(Map.of("id", 1)));
    }

    /** Text that no encoding makes much smaller. */
    private static Stream<String> notes() {
        var random = new SplittableRandom(20_251_124);
        return IntStream.range(0, ROWS)
                .mapToObj(row -> Long.toHexString(random.nextLong())
                        + Long.toHexString(random.nextLong())
                        + Long.toHexString(random.nextLong())
                        + Long.toHexString(random.nextLong()));
    }

    /** Loads in a process whose files cannot grow beyond a limit, and returns the code and message of the error. */
    private String loadWithLittleRoom(Path input) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f " + BLOCKS + " && exec \"$@\"", "limited"));
        command.addAll(ChildLibrary.of(new DuckDbPlaces()).command());
        command.addAll(List.of(
                "load-file",
                DuckDbPlaces.class.getName(),
                database().toString(),
                folder.resolve("home").toString(),
                input.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // warnings of the JVM
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.substring(output.indexOf(ChildMain.READY) + ChildMain.READY.length())
                .strip();
    }
}
