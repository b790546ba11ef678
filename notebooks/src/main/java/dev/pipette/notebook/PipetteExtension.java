package dev.pipette.notebook;

import dev.pipette.cli.CellSession;
import dev.pipette.cli.TestKit;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * Brings Pipette's imports and the look of its values into a kernel: this one, and JJava's, which finds it on its class path as
 * a service.
 */
public final class PipetteExtension implements Extension {
    @Override
    public void install(BaseKernel kernel) {
        RichOutput.register(kernel.getRenderer());
        if (!(kernel instanceof NotebookKernel)) {
            kernel.evalRaw(String.join("\n", CellSession.imports()));
        }
        TestKit.imports().ifPresent(kernel::evalRaw);
        kernel.evalRaw("import static " + Notebook.class.getName() + ".*;");
    }
}
