package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** The launcher in a checkout that is built, with the cache of the JVM's start in every state that it can be in. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherTests {
    /** A guard against a making that never ends. It takes seconds, and many minutes on a machine with other work. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final String FROM_CACHE = "dev\\.pipette\\.cli\\.Main source: shared objects file";

    /** Not in memory, where running a program may be forbidden. */
    @TempDir(factory = TempDirFactory.Standard.class)
    static Path checkout;

    private static Path jdk = Path.of("jdk");
    private static Path built = Path.of("target");
    private static Path cache = Path.of("start.aot");

    @BeforeAll
    static void copy_the_launcher_and_pack_the_classes() throws IOException {
        jdk = checkout.resolve("jdk");
        makeJdk();
        built = checkout.resolve("jshell/target/pipette");
        cache = built.resolve("start.aot");
        Path library = Files.createDirectories(built.resolve("lib"));
        for (String file : List.of("pipette", "find-jdk.sh")) {
            Files.copy(
                    Path.of(file),
                    checkout.resolve("jshell").resolve(file),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        for (int at = 0; at < classPath.size(); at++) {
            Path entry = classPath.get(at);
            if (Files.isRegularFile(entry)) {
                Files.copy(entry, library.resolve(entry.getFileName()));
            } else if (Files.isDirectory(entry) && !entry.endsWith("test-classes")) {
                boolean own = entry.endsWith(Path.of("jshell/target/classes"));
                pack(entry, library.resolve((own ? "pipette-cli-" : "pipette-") + at + ".jar"));
            }
        }
    }

    /**
     * This JDK, with what makes it cheaper for tests: one compiler instead of two, and a cache of what {@code --version} takes
     * instead of the whole {@link Rehearsal}, which has a test of its own. Where a file "quick" is beside its java, a cache takes
     * no time: it is the word "quick".
     */
    private static void makeJdk() throws IOException {
        Path real = Path.of(System.getProperty("java.home"));
        Path programs = Files.createDirectories(jdk.resolve("bin"));
        Files.createSymbolicLink(jdk.resolve("release"), real.resolve("release"));
        Files.createSymbolicLink(programs.resolve("javac"), real.resolve("bin/javac"));
        Path java = Files.writeString(programs.resolve("java"), """
                #!/usr/bin/env bash
                if [ -e "$0.quick" ]; then
                    for word; do
                        case $word in -XX:AOTCacheOutput=*) printf quick > "${word#*=}"; exit ;; esac
                    done
                fi
                words=("$@")
                if [ "${words[-2]}" = dev.pipette.cli.Rehearsal ]; then words[-2]=dev.pipette.cli.Main words[-1]=--version; fi
                exec "%s" -XX:TieredStopAtLevel=1 "${words[@]}"
                """.formatted(real.resolve("bin/java")));
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private static void pack(Path classes, Path jar) {
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        assertThat(failed).isZero();
    }

    @Test
    @Order(1)
    void the_first_command_runs_without_a_cache_and_has_one_made_beside_it() throws Exception {
        runAndAwaitCache("");

        assertThat(built.resolve("start.log")).content().doesNotContain("Exception");
        assertThat(cache).isNotEmptyFile();
        try (Stream<Path> files = Files.list(built)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lib", "start.aot", "start.key", "start.log");
        }
    }

    @Test
    @Order(2)
    void the_next_commands_start_at_once_from_one_cache() throws Exception {
        Path log = checkout.resolve("classes.log");

        Process one = start("-Xlog:class+load:file=" + log, "--version");
        Process two = start("", "--version");

        assertVersion(output(one));
        assertVersion(output(two));
        assertThat(log).content().containsPattern(FROM_CACHE);
    }

    @Test
    @Order(3)
    void a_jvm_that_cannot_use_the_cache_does_without_a_word() throws Exception {
        assertVersion(run("-XX:-UseSerialGC -XX:+UseParallelGC"));
        assertVersion(run("-XX:-UseCompressedOops"));
        assertVersion(run("-Dfoo=bar --add-modules=java.sql"));
    }

    @Test
    @Order(4)
    void a_cache_of_older_jars_is_not_used_and_another_one_is_made() throws Exception {
        Path log = checkout.resolve("older.log");
        Files.setLastModifiedTime(jooq(), FileTime.from(Instant.now()));
        Files.createFile(jdk.resolve("bin/java.quick"));

        runAndAwaitCache("-Xlog:class+load:file=" + log);

        assertThat(log).content().doesNotContainPattern(FROM_CACHE);
        assertThat(cache).hasContent("quick");
    }

    @Test
    @Order(5)
    void a_damaged_cache_is_not_used_and_nothing_is_said() throws Exception {
        Files.write(cache, new byte[1_000], StandardOpenOption.TRUNCATE_EXISTING);

        assertVersion(run(""));
    }

    @Test
    @Order(6)
    void where_the_cache_could_not_be_made_it_is_not_tried_again() throws Exception {
        Files.delete(cache);

        assertVersion(run(""));

        assertThat(built.resolve("start.lock")).doesNotExist();
        assertThat(cache).doesNotExist();
    }

    @Test
    void the_rehearsal_of_the_cache_works(@TempDir Path folder) throws Exception {
        try {
            Rehearsal.main(folder.toString());
        } finally {
            System.clearProperty(ProgressTicker.TERMINAL);
        }

        assertThat(folder.resolve("shop.duckdb")).exists();
    }

    /** Runs a command beside which a cache is made, and waits until the making has ended. */
    private static void runAndAwaitCache(String options) throws Exception {
        Optional<FileTime> before = keyWritten();
        try (WatchService changes = FileSystems.getDefault().newWatchService()) {
            built.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            Instant end = Instant.now().plus(LONGEST);

            assertVersion(run(options));

            while (keyWritten().equals(before) || Files.isSymbolicLink(built.resolve("start.lock"))) {
                assertThat(Instant.now()).as("the making of the cache ends").isBefore(end);
                WatchKey change = changes.poll(1, TimeUnit.SECONDS);
                if (change != null) {
                    change.pollEvents();
                    change.reset();
                }
            }
        }
        assertThat(cache).as(log()).exists();
    }

    /** The key is written last, also where no cache could be made, and then the lock is given back. */
    private static Optional<FileTime> keyWritten() throws IOException {
        Path key = built.resolve("start.key");
        return Files.exists(key) ? Optional.of(Files.getLastModifiedTime(key)) : Optional.empty();
    }

    private static String log() throws IOException {
        Path log = built.resolve("start.log");
        return Files.exists(log) ? Files.readString(log) : "there is no start.log";
    }

    private static Path jooq() throws IOException {
        try (Stream<Path> jars = Files.list(built.resolve("lib"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("jooq-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void assertVersion(String output) {
        assertThat(output).matches("pipette .*, Java \\S+\\n");
    }

    private static String run(String options) throws Exception {
        return output(start(options, "--version"));
    }

    private static Process start(String options, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                                Stream.of(checkout.resolve("jshell/pipette").toString()), Stream.of(words))
                        .toList())
                .redirectErrorStream(true);
        builder.environment().put("PIPETTE_JAVA_HOME", jdk.toString());
        builder.environment().put("PIPETTE_JAVA_OPTS", options);
        return builder.start();
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
