package dev.pipette.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jshell.execution.LocalExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs the snippets of a cell in this JVM, each on a thread of its own that can be interrupted. Keeps the value of an
 * expression, of which JShell returns a text only.
 */
final class CellControl extends LocalExecutionControl implements SnippetControl {
    /** What JShell runs in the place of a snippet: the snippet, with its control around it. */
    private static final Method RUN = method("runSnippet");

    private static final InheritableThreadLocal<@Nullable CellControl> CONTROL = new InheritableThreadLocal<>();

    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final ThreadGroup group = Thread.currentThread().getThreadGroup();
    private volatile @Nullable Method snippet;
    private volatile @Nullable Thread running;
    private volatile boolean isInterrupted;
    private volatile @Nullable Object value;
    private volatile @Nullable Throwable thrown;

    private static Method method(String name) {
        try {
            Method method = CellControl.class.getDeclaredMethod(name);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** What the last snippet returned. */
    @Nullable
    Object value() {
        return value;
    }

    @Override
    public Optional<Throwable> takeThrown() {
        Optional<Throwable> taken = Optional.ofNullable(thrown);
        thrown = null;
        return taken;
    }

    /** Forgets an interrupt of the cell before. */
    void beginCell() {
        isInterrupted = false;
    }

    /** Interrupts the thread of the snippet that runs; no other one of the cell will run. */
    void interrupt() {
        isInterrupted = true;
        Thread interrupted = running;
        if (interrupted != null) {
            interrupted.interrupt();
        }
    }

    @Override
    public String invoke(String className, String methodName)
            throws RunException, InternalException, EngineTerminationException {
        value = null;
        try {
            return super.invoke(className, methodName);
        } catch (StoppedException stopped) {
            thrown = new CellInterruptedException();
            throw stopped;
        } catch (InternalException broken) {
            // JShell continues after these as if nothing had happened
            if (thrown == null) {
                thrown = broken;
            }
            throw broken;
        }
    }

    @Override
    protected String invoke(Method evaluated) throws Exception {
        snippet = evaluated;
        CONTROL.set(this);
        try {
            return super.invoke(RUN);
        } finally {
            CONTROL.remove();
        }
    }

    /**
     * Called by JShell, on a thread of its own. The snippet gets another one, outside of JShell's group of threads: JShell waits
     * for all threads of that group which it sees right after it started the first, and a server that the snippet has started by
     * then never ends.
     */
    @SuppressWarnings("unused")
    static @Nullable Object runSnippet() throws Throwable {
        CellControl control = CONTROL.get();
        Method evaluated = control == null ? null : control.snippet;
        if (control == null || evaluated == null) {
            throw new IllegalStateException("no cell runs");
        }
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        Thread thread = new Thread(control.group, () -> control.evaluate(evaluated, failed), "pipette-cell");
        thread.setContextClassLoader(control.loader);
        control.running = thread;
        try {
            thread.start();
            waitFor(thread);
        } finally {
            control.running = null;
        }
        Throwable cause = failed.get();
        if (cause != null) {
            throw cause;
        }
        return null; // a text of the value is for nobody
    }

    private void evaluate(Method evaluated, AtomicReference<@Nullable Throwable> failed) {
        try {
            if (isInterrupted) {
                throw new CellInterruptedException();
            }
            value = evaluated.invoke(null);
        } catch (InvocationTargetException thrownByCell) {
            failed.set(thrownByCell.getCause());
        } catch (IllegalAccessException | RuntimeException | Error broken) {
            failed.set(broken);
        }
    }

    /** JShell's stop interrupts the thread that waits; the snippet is the one that is meant. */
    private static void waitFor(Thread thread) {
        while (true) {
            try {
                thread.join();
                return;
            } catch (InterruptedException stopped) {
                thread.interrupt();
            }
        }
    }

    @Override
    protected String throwConvertedInvocationException(Throwable cause) throws RunException, InternalException {
        thrown = cause;
        return super.throwConvertedInvocationException(cause);
    }
}
