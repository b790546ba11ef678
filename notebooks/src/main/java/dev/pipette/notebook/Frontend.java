package dev.pipette.notebook;

import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;

/** The notebook that shows what this JVM displays, if there is one. */
final class Frontend {
    private Frontend() {}

    /** The kernel of this JVM, this one or JJava's. */
    static Optional<BaseKernel> kernel() {
        try {
            return Optional.of(BaseKernel.notebookKernel());
        } catch (NullPointerException none) {
            return Optional.empty();
        }
    }

    /** Where to display things while a cell runs. */
    static Optional<DisplayStream> display() {
        return kernel().map(kernel -> kernel.getIO().display).filter(DisplayStream::isAttached);
    }
}
