package dev.pipette.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.admin.PipelineState;
import dev.pipette.cli.CellSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What JJava's own kernel gets, which takes extensions from its class path. */
class PipetteExtensionTests {
    /** A kernel of somebody else, which writes down what it is asked to evaluate. */
    private static final class OtherKernel extends BaseKernel {
        private final List<String> evaluated = new ArrayList<>();

        OtherKernel() {
            super(
                    "other",
                    "1",
                    new LanguageInfo.Builder("java").build(),
                    List.of(),
                    null,
                    new JupyterIO(StandardCharsets.UTF_8),
                    new CommManager(),
                    new Renderer(),
                    null,
                    new MagicsRegistry(),
                    true,
                    new StringStyler.Builder().build());
        }

        @Override
        public @Nullable Object evalRaw(String source) {
            evaluated.addAll(source.lines().toList());
            return null;
        }

        @Override
        public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
            return null;
        }

        @Override
        public @Nullable ReplacementOptions complete(String code, int at) {
            return null;
        }

        @Override
        public String isComplete(String code) {
            return IS_COMPLETE_MAYBE;
        }
    }

    @Test
    void another_kernel_finds_it_as_a_service_and_gets_imports_and_tables() {
        OtherKernel kernel = new OtherKernel();

        ServiceLoader.load(Extension.class).forEach(extension -> extension.install(kernel));

        assertThat(kernel.evaluated)
                .containsAll(CellSession.imports())
                .contains("import static dev.pipette.Pipette.*;")
                .endsWith("import static dev.pipette.notebook.Notebook.*;");
        PipelineState state = new PipelineState(3, Map.of("orders", Map.of("page", "<7>")));
        DisplayData shown = kernel.getRenderer().render(state);
        assertThat(String.valueOf(shown.getData(MIMEType.TEXT_HTML))).contains("state version 3", "&lt;7&gt;");
        assertThat(shown.getData(MIMEType.TEXT_PLAIN)).isEqualTo(state.toString());
    }
}
