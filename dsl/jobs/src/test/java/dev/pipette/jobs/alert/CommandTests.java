package dev.pipette.jobs.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts to a program. */
class CommandTests {
    @TempDir
    Path folder;

    private static AlertFailure failure(Command sender, String command) {
        return catchThrowableOfType(AlertFailure.class, () -> sender.send(Outgoing.to(command, Optional.empty())));
    }

    @Test
    void a_program_reads_the_document() throws Exception {
        Path file = folder.resolve("with blank.json");
        new Command()
                .send(Outgoing.to(
                        "sh -c 'cat > \"$0\"; echo \"$PIPETTE_EVENT\" >> \"$0\"' \"" + file + "\"", Optional.empty()));
        assertThat(Files.readString(file))
                .isEqualTo("{\"event\":\"failed\",\"job\":\"orders\",\"title\":\"Aufträge\"}failed\n");
    }

    @Test
    void words_are_split_as_a_person_expects() {
        assertThat(Command.words("notify \"a b\" 'c d' ''  e")).containsExactly("notify", "a b", "c d", "", "e");
    }

    @Test
    void an_exit_code_is_a_failure_that_may_pass() {
        AlertFailure failure = failure(new Command(), "sh -c 'exit 3'");
        assertThat(failure).hasMessage("the command 'sh' ended with exit code 3");
        assertThat(failure.isPassing()).isTrue();
    }

    @Test
    void a_program_that_does_not_end_is_killed() {
        assertThat(failure(new Command(Duration.ofMillis(100)), "sleep 600"))
                .hasMessage("the command 'sleep' did not end within PT0.1S and was killed");
    }

    @Test
    void a_program_that_is_missing_is_given_up() {
        AlertFailure failure = failure(new Command(), "no-such-program --x");
        assertThat(failure.reason()).startsWith("the command 'no-such-program' cannot be started: ");
        assertThat(failure.isPassing()).isFalse();
    }
}
