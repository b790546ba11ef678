package dev.pipette.cli;

import java.lang.reflect.Method;
import java.util.Optional;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs the snippets of a script in this JVM, on the thread that evaluates them. Keeps what a snippet threw, which JShell
 * tells by its name and message only, and does not turn values into texts that nobody reads.
 */
class ScriptControl extends DirectExecutionControl implements SnippetControl {
    private @Nullable Throwable thrown;

    @Override
    public Optional<Throwable> takeThrown() {
        Optional<Throwable> taken = Optional.ofNullable(thrown);
        thrown = null;
        return taken;
    }

    @Override
    public String invoke(String className, String methodName)
            throws RunException, InternalException, EngineTerminationException {
        try {
            return super.invoke(className, methodName);
        } catch (InternalException broken) {
            // JShell continues after these as if nothing had happened
            if (thrown == null) {
                thrown = broken;
            }
            throw broken;
        }
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        snippet.invoke(null);
        return "";
    }

    @Override
    protected String throwConvertedInvocationException(Throwable cause) throws RunException, InternalException {
        thrown = cause;
        return super.throwConvertedInvocationException(cause);
    }
}
