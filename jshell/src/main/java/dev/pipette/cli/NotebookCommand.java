package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette notebook}: the kernel for Jupyter, and JupyterLab with it. */
@Command(
        name = "notebook",
        description = {
            "Opens JupyterLab in a folder, with a kernel for Java that has Pipette.",
            "",
            "'pipette notebook install' makes the kernel known to Jupyter, which is needed once. JupyterLab itself is"
                    + " installed by: pip install jupyterlab"
        },
        subcommands = {
            NotebookCommand.Install.class,
            NotebookCommand.Uninstall.class,
            NotebookScripts.New.class,
            NotebookScripts.FromScript.class,
            NotebookScripts.ToScript.class
        },
        footer = {"  pipette notebook install", "  pipette notebook notebooks"})
final class NotebookCommand implements Callable<Integer> {
    private static final List<String> LABS = List.of("jupyter-lab", "jupyter-lab.exe");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "The folder with notebooks. Default: this one.")
    private Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException, InterruptedException {
        KernelSpec kernel = KernelSpec.ofUser();
        if (!Files.isDirectory(folder)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "there is no folder " + folder.toAbsolutePath().normalize() + ". Correct the path.");
        }
        Path lab = lab().orElseThrow(() -> new PipetteException(
                ErrorCode.NOT_INSTALLED,
                "there is no jupyter-lab on the PATH. Install it with: pip install jupyterlab"));
        if (!kernel.isInstalled()) {
            kernel.install();
            requireNonNull(spec).commandLine().getErr().println("pipette notebook: installed " + kernel.folder());
        }
        return new ProcessBuilder(lab.toString(), "--notebook-dir", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private static Optional<Path> lab() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> LABS.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where Jupyter is. */
    private static final class Place {
        @Option(
                names = {"--env", "--prefix"},
                paramLabel = "FOLDER",
                description = "The environment that Jupyter is in, of venv or conda. Default: the user's own folder, in"
                        + " which every Jupyter of the user looks.")
        private @Nullable Path environment;

        KernelSpec kernel() {
            if (environment == null) {
                return KernelSpec.ofUser();
            }
            if (!Files.isDirectory(environment)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "there is no environment "
                                + environment.toAbsolutePath().normalize()
                                + ". Correct the path, or leave --env out.");
            }
            return KernelSpec.ofEnvironment(environment);
        }
    }

    /** {@code pipette notebook install}. */
    @Command(
            name = "install",
            description = "Makes the kernel known to Jupyter. Run it again after Pipette or the JDK has moved.",
            footer = {"  pipette notebook install", "  pipette notebook install --env ~/venvs/data"})
    static final class Install implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @picocli.CommandLine.Mixin
        private final Place place = new Place();

        @Override
        public Integer call() throws IOException {
            KernelSpec kernel = place.kernel();
            kernel.install();
            PrintWriter out = requireNonNull(spec).commandLine().getOut();
            out.println("installed " + kernel.folder());
            out.println("Jupyter shows it as '" + KernelSpec.DISPLAY_NAME + "'.");
            return ExitCodes.SUCCESS;
        }
    }

    /** {@code pipette notebook uninstall}. */
    @Command(
            name = "uninstall",
            description = "Removes what 'pipette notebook install' made. Notebooks stay.",
            footer = {"  pipette notebook uninstall"})
    static final class Uninstall implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @picocli.CommandLine.Mixin
        private final Place place = new Place();

        @Override
        public Integer call() throws IOException {
            KernelSpec kernel = place.kernel();
            List<String> words = new ArrayList<>(List.of(kernel.folder().toString()));
            words.addFirst(kernel.uninstall() ? "removed" : "nothing to remove: there is no");
            requireNonNull(spec).commandLine().getOut().println(String.join(" ", words));
            return ExitCodes.SUCCESS;
        }
    }
}
