package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** {@code pipette notebook install} in this JVM. */
public final class KernelInstall {
    private KernelInstall() {}

    /**
     * Makes a kernel known to the Jupyter of an environment.
     *
     * @param classPath of the kernel, as the launcher knows that of a checkout
     * @return the folder of the kernel
     */
    public static Path in(Path environment, String classPath) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        System.setProperty(KernelSpec.CLASS_PATH, classPath);
        try {
            int exitCode = Main.commandLine(out, out).execute("notebook", "install", "--env", environment.toString());
            assertThat(exitCode).as(printed.toString()).isZero();
        } finally {
            System.clearProperty(KernelSpec.CLASS_PATH);
        }
        Path folder = environment.resolve("share/jupyter/kernels/pipette");
        assertThat(printed)
                .hasToString("installed " + folder + System.lineSeparator() + "Jupyter shows it as 'Pipette (Java)'."
                        + System.lineSeparator());
        return folder;
    }
}
