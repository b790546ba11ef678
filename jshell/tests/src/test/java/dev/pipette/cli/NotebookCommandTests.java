package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Jupyter is told about the kernel, and where. */
@Isolated("the launcher's property is that of the JVM")
class NotebookCommandTests {
    private static final Path LIBRARIES = Path.of("target").resolve("some").toAbsolutePath();

    @TempDir
    Path environment;

    private @Nullable String before;

    @BeforeEach
    void tell_where_the_kernel_is() {
        before = System.setProperty(
                KernelSpec.CLASS_PATH, "target/some/lib/*" + File.pathSeparator + "target/some/one.jar");
    }

    @AfterEach
    void forget() {
        if (before == null) {
            System.clearProperty(KernelSpec.CLASS_PATH);
        } else {
            System.setProperty(KernelSpec.CLASS_PATH, before);
        }
    }

    @Test
    void install_writes_a_command_with_absolute_paths_and_uninstall_removes_it() throws IOException {
        Path folder = environment.resolve("share/jupyter/kernels/pipette");

        Cli.Result installed = Cli.run("notebook", "install", "--env", environment.toString());

        assertThat(installed.out())
                .isEqualToNormalizingNewlines("installed " + folder + "\nJupyter shows it as 'Pipette (Java)'.\n");
        JsonNode spec = new JsonMapper().readTree(Files.readString(folder.resolve("kernel.json")));
        List<String> command =
                spec.path("argv").valueStream().map(JsonNode::asString).toList();
        assertThat(command)
                .startsWith(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .endsWith(
                        "-cp",
                        LIBRARIES.resolve("lib") + File.separator + "*" + File.pathSeparator
                                + LIBRARIES.resolve("one.jar"),
                        "dev.pipette.notebook.KernelMain",
                        "{connection_file}");
        assertThat(spec.path("interrupt_mode").asString()).isEqualTo("message");

        assertThat(Cli.run("notebook", "install", "--prefix", environment.toString())
                        .exitCode())
                .isZero();
        assertThat(Cli.run("notebook", "uninstall", "--env", environment.toString())
                        .out())
                .isEqualToNormalizingNewlines("removed " + folder + "\n");
        assertThat(folder).doesNotExist();
        assertThat(Cli.run("notebook", "uninstall", "--env", environment.toString())
                        .out())
                .isEqualToNormalizingNewlines("nothing to remove: there is no " + folder + "\n");
    }

    @Test
    void an_environment_that_is_not_there_is_refused() {
        Path none = environment.resolve("none");

        Cli.Result refused = Cli.run("notebook", "install", "--env", none.toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(refused.err())
                .isEqualToNormalizingNewlines("pipette notebook install: [BAD_USAGE] there is no environment " + none
                        + ". Correct the path, or leave --env out.\n");
    }

    @Test
    void without_the_launcher_nothing_is_written() {
        System.clearProperty(KernelSpec.CLASS_PATH);

        Cli.Result refused = Cli.run("notebook", "install", "--env", environment.toString());

        assertThat(refused.err())
                .isEqualToNormalizingNewlines(
                        "pipette notebook install: [NOT_INSTALLED] this JVM was not started by the"
                                + " launcher, which knows where the kernel is. Run it as: jshell/pipette notebook\n");
        assertThat(environment).isEmptyDirectory();
    }

    @Test
    void a_folder_that_is_not_there_is_not_opened() {
        Path none = environment.resolve("none");

        assertThat(Cli.run("notebook", none.toString()).err())
                .isEqualToNormalizingNewlines(
                        "pipette notebook: [BAD_USAGE] there is no folder " + none + ". Correct the path.\n");
    }

    @Test
    void the_folder_of_the_user_is_where_jupyter_looks() {
        Path home = Path.of("home");

        assertThat(KernelSpec.userData(Map.of(), "Linux", home)).isEqualTo(Path.of("home/.local/share/jupyter"));
        assertThat(KernelSpec.userData(Map.of("XDG_DATA_HOME", "data"), "Linux", home))
                .isEqualTo(Path.of("data/jupyter"));
        assertThat(KernelSpec.userData(Map.of(), "Mac OS X", home)).isEqualTo(Path.of("home/Library/Jupyter"));
        assertThat(KernelSpec.userData(Map.of("APPDATA", "roaming"), "Windows 11", home))
                .isEqualTo(Path.of("roaming/jupyter"));
        assertThat(KernelSpec.userData(Map.of("JUPYTER_DATA_DIR", "own"), "Linux", home))
                .isEqualTo(Path.of("own"));
    }
}
