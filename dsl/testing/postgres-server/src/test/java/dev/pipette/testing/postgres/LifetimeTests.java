package dev.pipette.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers start once, and leave nothing behind, however the process ends for which they run. */
class LifetimeTests {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Path temporary = Path.of("");

    @BeforeEach
    void make() throws IOException {
        temporary = Folders.passable(Files.createTempDirectory("pipette-lifetime-"));
    }

    @AfterEach
    void delete() {
        Folders.delete(temporary);
    }

    @Test
    void a_server_of_one_test_ends_with_a_killed_jvm() throws IOException {
        Process holder = ServerHolder.start(temporary, "own");
        int port = port(holder);
        List<ProcessHandle> servers = servers();
        assertThat(servers).hasSize(1);

        holder.destroyForcibly();

        assertThat(Poll.until(PATIENCE, () -> servers.stream().noneMatch(ProcessHandle::isAlive)))
                .as("the server on port %s ends", port)
                .isTrue();
        assertNothingIsLeft();
    }

    @Test
    void the_server_of_a_build_is_one_and_outlives_a_killed_jvm_but_not_the_build() throws IOException {
        Process build = new ProcessBuilder("cat").start();
        Process one = ServerHolder.start(temporary, String.valueOf(build.pid()));
        Process other = ServerHolder.start(temporary, String.valueOf(build.pid()));

        assertThat(port(one)).isEqualTo(port(other));
        List<ProcessHandle> servers = servers();
        assertThat(servers).hasSize(1);
        one.destroyForcibly().onExit().join();
        other.destroyForcibly().onExit().join();
        assertThat(servers).allMatch(ProcessHandle::isAlive);

        build.destroyForcibly();
        assertThat(Poll.until(PATIENCE, () -> servers.stream().noneMatch(ProcessHandle::isAlive)))
                .as("the server ends")
                .isTrue();
        assertNothingIsLeft();
    }

    @Test
    void a_dead_server_of_a_build_is_replaced() throws IOException {
        Process build = new ProcessBuilder("cat").start();
        Process first = ServerHolder.start(temporary, String.valueOf(build.pid()));
        int port = port(first);
        List<ProcessHandle> dead = servers();
        dead.forEach(ProcessHandle::destroyForcibly);
        dead.forEach(server -> server.onExit().join());

        Process second = ServerHolder.start(temporary, String.valueOf(build.pid()));

        assertThat(port(second)).isNotEqualTo(port);
        first.destroyForcibly();
        second.destroyForcibly();
        build.destroyForcibly();
        assertNothingIsLeft();
    }

    @Test
    void a_variable_names_another_server() throws IOException {
        PostgresServer server = PostgresServer.shared();
        ProcessBuilder command = ServerHolder.command(temporary, "shared");
        command.environment()
                .put(
                        PostgresServer.URL_VARIABLE,
                        server.url() + "?user=" + server.user() + "&password=" + server.password());
        Process holder = command.start();

        assertThat(port(holder)).isEqualTo(server.port());
        holder.destroyForcibly();
        assertNothingIsLeft();
    }

    /** The port that a holder says, once its server runs. */
    private static int port(Process holder) throws IOException {
        return Integer.parseInt(holder.inputReader().readLine());
    }

    private List<ProcessHandle> servers() throws IOException {
        try (Stream<Path> files = Files.walk(temporary, 3)) {
            return files.filter(file -> file.endsWith("pid"))
                    .map(file -> ProcessHandle.of(
                                    Long.parseLong(Shell.lines(file).getFirst()))
                            .orElseThrow())
                    .toList();
        }
    }

    /** What is left, but for the programs, which the build that runs these tests keeps to its end. */
    private List<String> left() {
        return Stream.of(Objects.requireNonNull(temporary.toFile().list()))
                .filter(name -> !Build.current().folder().endsWith(name))
                .toList();
    }

    private void assertNothingIsLeft() {
        assertThat(Poll.until(PATIENCE, () -> left().isEmpty()))
                .as("nothing of %s is left", left())
                .isTrue();
    }
}
