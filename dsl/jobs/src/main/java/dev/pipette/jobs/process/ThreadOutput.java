package dev.pipette.jobs.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the work of a thread prints to {@code System.out} and {@code System.err} somewhere else, also from the threads that it
 * starts. All other threads, and these after the work has ended, print where they printed before.
 */
final class ThreadOutput {
    /** Inherited, as the report of a run is. */
    private static final InheritableThreadLocal<@Nullable ThreadOutput> OF_THREAD = new InheritableThreadLocal<>();

    private volatile @Nullable OutputStream open;

    private ThreadOutput(OutputStream to) {
        this.open = to;
    }

    /** Does work that prints to a stream. */
    static <T> T during(OutputStream to, Callable<T> work) throws Exception {
        install();
        ThreadOutput own = new ThreadOutput(to);
        OF_THREAD.set(own);
        try {
            return work.call();
        } finally {
            own.open = null;
            OF_THREAD.remove();
        }
    }

    /** Each time: somebody else may have put other streams there. */
    private static synchronized void install() {
        if (!(System.out instanceof Routed)) {
            System.setOut(new Routed(System.out));
        }
        if (!(System.err instanceof Routed)) {
            System.setErr(new Routed(System.err));
        }
    }

    /** A stream that prints where each thread prints; on other threads, as usual. */
    static PrintStream routed(PrintStream usual) {
        return new Routed(usual);
    }

    private static final class Routed extends PrintStream {
        Routed(PrintStream usual) {
            super(new Choice(usual), true, usual.charset());
        }
    }

    private static final class Choice extends FilterOutputStream {
        Choice(PrintStream usual) {
            super(usual);
        }

        private OutputStream chosen() {
            ThreadOutput ofThread = OF_THREAD.get();
            OutputStream open = ofThread == null ? null : ofThread.open;
            return open == null ? out : open;
        }

        @Override
        public void write(int octet) throws IOException {
            chosen().write(octet);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            chosen().write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            chosen().flush();
        }
    }
}
