package dev.pipette.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive and the Debian package, as somebody unpacks them on a machine that has a JDK and nothing else of ours. */
class DistributionTests {
    private static final Path BUILT = Path.of(System.getProperty("pipette.dist", "target"));
    private static final String VERSION = System.getProperty("pipette.dist.version", "");
    private static final String PLATFORM = System.getProperty("pipette.dist.platform", "");
    private static final Path ARCHIVE = BUILT.resolve("pipette-" + VERSION + "-" + PLATFORM + ".zip");

    @TempDir
    static Path folder;

    private static Path unpacked = Path.of("unpacked");

    @BeforeAll
    static void unpack_the_archive() throws IOException {
        unpacked = folder.resolve("pipette-" + VERSION);
        try (FileSystem zip = opened(ARCHIVE);
                Stream<Path> entries = Files.walk(zip.getPath("/pipette-" + VERSION))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path target = folder.resolve(entry.toString().substring(1));
                Files.copy(entry, target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
            }
        }
    }

    private static FileSystem opened(Path archive) throws IOException {
        return FileSystems.newFileSystem(
                URI.create("jar:" + archive.toUri()), Map.of("enablePosixFileAttributes", "true"));
    }

    /** What a command printed, and its exit code. */
    private record Ran(int exitCode, String output) {}

    private static Ran run(Path in, Path program, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        process.environment().put("PIPETTE_JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("PIPETTE_HOME", in.resolve("home").toString());
        // nowhere to keep a cache of the JVM's start: making one takes longer than all that is tested
        process.environment().put("XDG_CACHE_HOME", "/dev/null/none");
        Process running = process.start();
        assertThat(running.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ran(running.exitValue(), Files.readString(output, UTF_8));
    }

    @Test
    void the_archive_holds_what_may_be_read_by_all_and_one_program() throws IOException {
        try (FileSystem zip = opened(ARCHIVE);
                Stream<Path> entries = Files.walk(zip.getPath("/pipette-" + VERSION))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                boolean runs = Files.isDirectory(entry) || entry.endsWith("bin/pipette");
                Set<PosixFilePermission> expected = PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--");
                assertThat(Files.getPosixFilePermissions(entry))
                        .as(entry.toString())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void each_build_of_the_same_sources_makes_the_same_archive() throws IOException {
        try (FileSystem zip = opened(ARCHIVE);
                Stream<Path> entries = Files.walk(zip.getPath("/pipette-" + VERSION))) {
            Set<FileTime> times = new HashSet<>();
            for (Path entry : (Iterable<Path>) entries::iterator) {
                times.add(Files.getLastModifiedTime(entry));
            }

            assertThat(times).hasSize(1);
            assertThat(times.iterator().next().toInstant()).isBefore(Instant.parse("2026-01-02T00:00:00Z"));
        }
    }

    @Test
    void the_archive_loads_a_file_and_runs_a_script() throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.writeString(work.resolve("days.csv"), "day,clicks\n2025-12-23,7\n2025-12-24,9\n");
        Files.writeString(work.resolve("sum.jsh"), """
                var days = pipeline("days", duckdb("days.duckdb")).datasetName("days_dataset");
                System.out.println(days.dataset().query("SELECT sum(clicks) AS all_clicks FROM days"));
                """);
        Path pipette = unpacked.resolve("bin/pipette");

        Ran loaded = run(work, pipette, "load", "days.csv", "--into", "duckdb:days.duckdb");
        Ran summed = run(work, pipette, "run", "--quiet", "sum.jsh");

        assertThat(loaded).returns(0, Ran::exitCode);
        assertThat(loaded.output()).contains("days -> duckdb days.duckdb, dataset days_dataset");
        assertThat(summed.output()).contains("all_clicks").contains("16");
        assertThat(summed).returns(0, Ran::exitCode);
        assertThat(work.resolve("days.duckdb")).exists();
    }

    @Test
    void the_archive_lists_what_is_in_it() {
        Path list = unpacked.resolve("pipette.cdx.json");
        assumeThat(list).as("the list is made online only").exists();

        assertThat(list)
                .content()
                .contains("\"bomFormat\"")
                .contains("duckdb_jdbc")
                .doesNotContain("\"serialNumber\"");
    }

    @Test
    void the_package_for_debian_runs_from_the_path() throws Exception {
        Path dpkg = Path.of("/usr/bin/dpkg-deb");
        assumeThat(dpkg).as("the tool that unpacks such packages").exists();
        try (Stream<Path> files = Files.list(BUILT)) {
            Path built = files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow();
            Path system = folder.resolve("system");

            Ran unpacking =
                    run(folder, dpkg, "--extract", built.toAbsolutePath().toString(), system.toString());
            Ran version = run(folder, system.resolve("usr/bin/pipette"), "--version");
            Ran named = run(folder, dpkg, "--field", built.toAbsolutePath().toString(), "Package");

            assertThat(unpacking).isEqualTo(new Ran(0, ""));
            assertThat(version.output()).startsWith("pipette " + VERSION);
            assertThat(version).returns(0, Ran::exitCode);
            assertThat(named).isEqualTo(new Ran(0, "pipette\n"));
            assertThat(system.resolve("usr/share/doc/pipette/copyright")).isNotEmptyFile();
        }
    }
}
