package dev.pipette.jobs.process;

import java.io.IOException;
import java.io.PrintStream;

/**
 * Runs each attempt in a thread of this JVM: it starts at once, and shares the heap, the class path and the environment of its
 * scheduler. What it prints to {@code System.out} and {@code System.err} is its log. It is stopped by an interrupt; a program that ignores it goes on, and its occurrence runs as long.
 *
 * <pre>{@code
 * AttemptRunner runner = new InProcess((request, out) -> {
 *     out.println("nothing to do");
 *     return 0;
 * });
 * }</pre>
 */
public final class InProcess implements AttemptRunner {
    private final Program program;

    /** What runs. */
    @FunctionalInterface
    public interface Program {
        /**
         * Runs. It writes {@link AttemptRequest#report()} as a process of its own does; without an end there, the exit code counts.
         *
         * @param out the log of the attempt
         * @return its exit code
         */
        int run(AttemptRequest request, PrintStream out) throws Exception;
    }

    /** Makes a runner. */
    public InProcess(Program program) {
        this.program = program;
    }

    @Override
    public RunningAttempt start(AttemptRequest request) throws IOException {
        return InProcessAttempt.start(request, program, AttemptFiles.make(request));
    }
}
