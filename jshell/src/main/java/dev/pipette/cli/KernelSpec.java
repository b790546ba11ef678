package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder by which Jupyter knows the kernel: {@code kernel.json} has the command that starts it. All paths in it are
 * absolute, so that it works from any folder and whatever JDK is on the PATH.
 *
 * @param folder of this kernel
 * @param classPath of the kernel: that of the command, and the libraries for Jupyter
 */
record KernelSpec(Path folder, String classPath) {
    static final String DISPLAY_NAME = "Pipette (Java)";

    /** Set by the launcher. */
    static final String CLASS_PATH = "pipette.notebook.classpath";

    private static final String MAIN = "dev.pipette.notebook.KernelMain";
    private static final String NAME = "pipette";
    private static final String FILE = "kernel.json";

    /** In the user's own folder of Jupyter. */
    static KernelSpec ofUser() {
        return in(userData(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home"))));
    }

    /** In an environment of venv or conda. */
    static KernelSpec ofEnvironment(Path environment) {
        return in(environment.toAbsolutePath().normalize().resolve("share").resolve("jupyter"));
    }

    private static KernelSpec in(Path data) {
        String classPath = System.getProperty(CLASS_PATH, "");
        if (classPath.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.NOT_INSTALLED,
                    "this JVM was not started by the launcher, which knows where the kernel is. Run it as:"
                            + " jshell/pipette notebook");
        }
        return new KernelSpec(data.resolve("kernels").resolve(NAME), classPath);
    }

    /** Where Jupyter keeps what belongs to one user, as its documentation has it. */
    static Path userData(Map<String, String> environment, String system, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        Optional<Path> named = folder(environment, "JUPYTER_DATA_DIR");
        if (named.isPresent()) {
            return named.get();
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Jupyter");
        }
        if (name.startsWith("windows")) {
            return folder(environment, "APPDATA").orElse(home).resolve("jupyter");
        }
        return folder(environment, "XDG_DATA_HOME")
                .orElse(home.resolve(".local").resolve("share"))
                .resolve("jupyter");
    }

    private static Optional<Path> folder(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    boolean isInstalled() {
        return Files.exists(folder.resolve(FILE));
    }

    /** Writes it, in the place of an older one. */
    void install() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(FILE), json());
    }

    /** Deletes it; false where there is none. */
    boolean uninstall() throws IOException {
        if (!isInstalled()) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        return true;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OtherJvm.OPTIONS);
        command.addAll(RunLogLevel.options()); // a cell shows its error itself
        command.add("-XX:+UseSerialGC");
        command.add("-Dfile.encoding=UTF-8");
        String resolver = System.getProperty(Libraries.RESOLVER, "");
        if (!resolver.isEmpty()) {
            command.add("-D" + Libraries.RESOLVER + "=" + absolute(resolver));
        }
        String sources = System.getProperty(SourceDocs.SOURCES, "");
        if (!sources.isEmpty()) {
            command.add("-D" + SourceDocs.SOURCES + "=" + absolute(sources));
        }
        command.addAll(List.of("-cp", absolute(classPath), MAIN, "{connection_file}"));
        return command;
    }

    private static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> entry.endsWith("*")
                        ? Path.of(entry.substring(0, entry.length() - 1))
                                        .toAbsolutePath()
                                        .normalize() + File.separator + "*"
                        : Path.of(entry).toAbsolutePath().normalize().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Interrupts come as messages: a signal would end the JVM. */
    private String json() {
        return JsonDocument.indented(JsonDocument.object(
                "argv", command(), "display_name", DISPLAY_NAME, "language", "java", "interrupt_mode", "message"));
    }
}
