package dev.pipette.cli;

import dev.pipette.error.PipetteException;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * The main class of the JVM that a Java source file runs in. It passes to the JDK's own launcher of source files, and
 * ends a program that an error of Pipette ends as the command would: with one message and the exit code of the error.
 * Any other exception is the program's own and is printed with its stack trace.
 */
final class SourceProgram {
    /** The class that {@code java FILE.java} starts. It is not part of the JDK's API and may get another name. */
    private static final String LAUNCHER = "com.sun.tools.javac.launcher.SourceLauncher";

    private SourceProgram() {}

    /**
     * The options and the main class for {@code java}, before the source file and its arguments; none where this JDK
     * starts source files in another way, so that errors are printed with their stack trace.
     */
    static List<String> command() {
        try {
            Class.forName(LAUNCHER, false, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException otherJdk) {
            return List.of();
        }
        return List.of(
                "--add-exports",
                "jdk.compiler/com.sun.tools.javac.launcher=ALL-UNNAMED",
                SourceProgram.class.getName());
    }

    /** Runs the source file that the first argument names. */
    public static void main(String... arguments) throws Throwable {
        ProgramPlan planned = ProgramOverrides.of(System.getProperties()).plan();
        if (planned != null && planned.json()) {
            System.setOut(System.err);
        }
        StoppableRuns.onCtrlCOrEndOfCommand();
        Thread main = Thread.currentThread();
        Thread.setDefaultUncaughtExceptionHandler((thread, failed) -> ended(thread, failed, thread == main));
        try {
            Class.forName(LAUNCHER).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static void ended(Thread thread, Throwable failed, boolean isMain) {
        if (isMain) {
            RunReport.programFailed(failed);
        }
        if (failed instanceof PipetteException known) {
            System.err.println("pipette run: " + shown(Problems.message(known)));
            if (ProgramOverrides.of(System.getProperties()).plan() != null) {
                System.err.println("  " + ProgramRun.WAS_PLANNED);
            }
            Problems.rootCause(known).ifPresent(cause -> System.err.println("  cause: " + shown(cause)));
        } else {
            StringWriter trace = new StringWriter();
            failed.printStackTrace(new PrintWriter(trace));
            System.err.print("Exception in thread \"" + thread.getName() + "\" " + shown(trace.toString()));
        }
        if (isMain) {
            System.exit(exitCode(failed));
        }
    }

    private static int exitCode(Throwable failed) {
        return ProgramOverrides.of(System.getProperties()).identity().job() == null
                ? Problems.exitCode(failed)
                : JobIdentityOptions.ofJob(failed);
    }

    private static String shown(String text) {
        return Printable.of(Secrets.masked(text));
    }
}
