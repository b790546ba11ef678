package dev.pipette.cli;

import java.lang.reflect.Proxy;

/**
 * Signals that the system sends to this process. The JDK's classes for them are in {@code jdk.unsupported}; they are called by
 * reflection, because the compiler warns of each use.
 *
 * <pre>{@code
 * ProcessSignal.handle("TERM", stopping::countDown);
 * }</pre>
 */
public final class ProcessSignal {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private ProcessSignal() {}

    /**
     * Runs an action at each signal of a name, on a thread of its own. In a JDK without these classes nothing changes.
     *
     * @param name as in {@code kill -INT}
     */
    public static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName(SIGNAL);
            Class<?> handler = Class.forName(HANDLER);
            Object handling = Proxy.newProxyInstance(
                    ProcessSignal.class.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException noSignals) {
            // the signal ends the process, and the next run finishes its work
        }
    }
}
