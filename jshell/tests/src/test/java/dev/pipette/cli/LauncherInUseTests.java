package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** The launcher does not build in a folder that a program runs from. Its java and its mvn are scripts here. */
@EnabledOnOs(OS.LINUX)
class LauncherInUseTests {
    @TempDir(factory = TempDirFactory.Standard.class)
    Path folder;

    private Path library = Path.of("lib");

    @BeforeEach
    void make_a_checkout() throws Exception {
        Path jshell = Files.createDirectories(folder.resolve("checkout/jshell"));
        library = jshell.resolve("target/pipette/lib");
        Files.createFile(folder.resolve("checkout/pom.xml"));
        for (String file : List.of("pipette", "find-jdk.sh")) {
            Files.copy(Path.of(file), jshell.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path programs = Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        script(programs.resolve("javac"), "exit");
        script(programs.resolve("java"), """
                case $* in *Rehearsal*) exit ;; esac
                echo running; if [ "${*: -1}" = shell ]; then read -r line; fi""");
        script(folder.resolve("bin/mvn"), "mkdir -p '" + library + "'; touch '" + library + "/pipette-cli-1.jar'");
        script(folder.resolve("bin/git"), """
                case $* in
                    *HEAD) case $* in *rev-parse*--verify*) cat '%1$s/commit' ;; *) echo '%1$s/log' ;; esac ;;
                esac""".formatted(folder));
        Files.createFile(folder.resolve("checkout/.git"));
        checkOut("first");
    }

    private static void script(Path file, String code) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + code + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void checkOut(String commit) throws IOException {
        Files.writeString(folder.resolve("commit"), commit);
    }

    private Process start(String word) throws IOException {
        ProcessBuilder launcher = new ProcessBuilder(
                        folder.resolve("checkout/jshell/pipette").toString(), word)
                .redirectErrorStream(true);
        launcher.environment()
                .putAll(Map.of(
                        "PIPETTE_JAVA_HOME",
                        folder.resolve("jdk").toString(),
                        "PATH",
                        folder.resolve("bin") + ":" + System.getenv("PATH")));
        return launcher.start();
    }

    private String run(String word) throws IOException {
        return new String(start(word).getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void the_build_waits_for_the_end_of_a_program_that_runs_from_it() throws Exception {
        Process shell = start("shell");
        while (!"running".equals(shell.inputReader().readLine())) {
            assertThat(shell.isAlive()).isTrue();
        }
        Path used = Files.createFile(library.resolve("used.jar"));
        checkOut("second");

        assertThat(run("doctor"))
                .isEqualTo("pipette: another commit was checked out, and a pipette that runs needs the build of the"
                        + " older one: not built again until it ends\nrunning\n");
        assertThat(run("notebook"))
                .isEqualTo(
                        "pipette: the kernel for Jupyter is not built yet, and a pipette that runs needs the jars that"
                                + " a build replaces: end it, and try again\n");
        assertThat(used).exists();

        shell.getOutputStream().close();
        shell.waitFor();
        assertThat(run("doctor")).startsWith("pipette: building once").endsWith("running\n");
        assertThat(used).doesNotExist();
    }
}
