package dev.pipette.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM that a job runs in: as the launcher starts one for {@code pipette run}, but with the heap of the job.
 *
 * <pre>{@code
 * new JvmCommand(JobJvm.java(), JobJvm.options(), JobJvm.classPath(), JobJvm.MAIN_CLASS, words);
 * }</pre>
 */
public final class JobJvm {
    /** The class that runs a command. */
    public static final String MAIN_CLASS = Main.class.getName();

    /** Set by the launcher, for the commands that a job runs. */
    private static final List<String> OF_LAUNCHER = List.of(TestCommand.CLASS_PATH, Libraries.RESOLVER);

    private JobJvm() {}

    /** The program {@code java} of this JVM. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The options of this JVM that are good for another one, without those for its heap. */
    public static List<String> options() {
        List<String> options = new ArrayList<>(OtherJvm.options());
        options.removeIf(option -> option.startsWith("-Xm") || option.startsWith("-XX:MaxRAM"));
        for (String name : OF_LAUNCHER) {
            String value = System.getProperty(name, "");
            if (!value.isEmpty()) {
                options.add("-D" + name + "=" + value);
            }
        }
        options.add("-D" + ProgressTicker.TERMINAL + "=none");
        options.add("-D" + Screen.OUTPUT_IS_TERMINAL + "=false");
        options.add("-Dpipette.run.supervised=true");
        options.addAll(RunLogLevel.options());
        return options;
    }

    /** The class path of this JVM. */
    public static String classPath() {
        return OtherJvm.classPath();
    }
}
