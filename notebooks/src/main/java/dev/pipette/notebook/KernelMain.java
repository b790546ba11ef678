package dev.pipette.notebook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/** Starts the kernel, as Jupyter does by {@code kernel.json}. */
public final class KernelMain {
    private static final int BAD_USAGE = 2;

    /** Jupyter passes the number of its own process, so that a kernel ends with it. */
    private static final String PARENT = "JPY_PARENT_PID";

    private KernelMain() {}

    /** Runs until Jupyter asks for the end; the argument is Jupyter's file with ports and a key. */
    public static void main(String... arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println(
                    "pipette: a kernel is started by Jupyter. 'pipette notebook install' makes it known there.");
            System.exit(BAD_USAGE);
        }
        endWithParent();
        try (NotebookKernel kernel = NotebookKernel.create()) {
            KernelConnection connection =
                    new KernelConnection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
            kernel.onStartup();
            kernel.becomeHandlerForConnection(connection);
            connection.connect();
            connection.waitUntilClose();
        }
        System.exit(0); // a cell may have left threads
    }

    private static void endWithParent() {
        String parent = System.getenv().getOrDefault(PARENT, "");
        if (parent.matches("[1-9][0-9]{0,9}")) {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(jupyter -> {
                CompletableFuture<?> _ =
                        jupyter.onExit().thenRun(() -> Runtime.getRuntime().exit(0));
            });
        }
    }
}
