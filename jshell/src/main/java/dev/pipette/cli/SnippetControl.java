package dev.pipette.cli;

import java.util.Map;
import java.util.Optional;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Runs snippets in this JVM and keeps what they throw, which JShell reports by name and message only. */
interface SnippetControl extends ExecutionControl {
    /** What the last snippet threw, once. */
    Optional<Throwable> takeThrown();

    /** The same, in the form that JShell takes. */
    default ExecutionControlProvider provider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "pipette-script";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
                return SnippetControl.this;
            }
        };
    }
}
