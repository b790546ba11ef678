package dev.pipette.notebook;

import dev.pipette.cli.CellSession;
import dev.pipette.cli.CellSession.Shown;
import dev.pipette.cli.CodeHelp;
import dev.pipette.notebook.Cell.Magic;
import dev.pipette.notebook.Cell.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.jspecify.annotations.Nullable;

/** A kernel for Java cells, which are evaluated as the lines of {@code pipette run FILE.jsh} are. */
final class NotebookKernel extends BaseKernel implements AutoCloseable {
    private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(2);

    private final CellSession session;
    private final CodeHelp help;
    private @Nullable CellFailure lastFailure;

    private NotebookKernel(CellSession session) {
        super(
                "pipette",
                CellSession.banner(),
                new LanguageInfo.Builder("java")
                        .version(Runtime.version().toString())
                        .mimetype("text/x-java-source")
                        .fileExtension(".jsh")
                        .pygments("java")
                        .codemirror("text/x-java")
                        .build(),
                List.<HelpLink>of(),
                null,
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                null,
                new MagicsRegistry(),
                true,
                new StringStyler.Builder().build());
        this.session = session;
        this.help = session.help();
        Magics.register(this);
    }

    /** A kernel with nothing declared but the imports. */
    static NotebookKernel create() throws IOException {
        return new NotebookKernel(CellSession.open());
    }

    @Override
    public String getBanner() {
        return CellSession.banner()
                + ". %%sql queries, %jars adds libraries, %trace shows the last error's stack trace.";
    }

    CellSession session() {
        return session;
    }

    /** The error of the last cell that failed. */
    Optional<CellFailure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public @Nullable Object evalRaw(String source) {
        return value(source).map(Shown::value).orElse(null);
    }

    @Override
    public @Nullable DisplayData eval(String source) {
        try {
            return value(source)
                    .flatMap(shown -> RichOutput.shown(this, shown.value()))
                    .orElse(null);
        } catch (CellFailure failed) {
            lastFailure = failed;
            throw failed;
        }
    }

    /** The value that a cell ends with. */
    private Optional<Shown> value(String source) {
        try {
            Cell cell = Cell.of(source);
            if (cell.magic().isPresent()) {
                Magic magic = cell.magic().get();
                return Optional.of(new Shown(Magics.cell(this, magic, cell.code())));
            }
            Optional<Shown> last = Optional.empty();
            for (Part part : cell.parts(help::isWhole)) {
                last = part.magic().isPresent()
                        ? Optional.ofNullable(Magics.line(this, part.magic().get()))
                                .map(Shown::new)
                        : session.run(executionCount.get() - 1, part.java());
            }
            return last;
        } catch (Exception failed) {
            throw CellFailure.of(failed);
        }
    }

    @Override
    public List<String> formatError(Throwable failed) {
        return (failed instanceof CellFailure known ? known : CellFailure.of(failed)).lines();
    }

    @Override
    public void interrupt() {
        session.interrupt();
    }

    /** A cell that runs is interrupted, and does not hold up the end. */
    @Override
    public void onShutdown(boolean isRestarting) {
        super.onShutdown(isRestarting);
        session.interrupt();
        Thread.ofPlatform().daemon().name("pipette-shutdown").start(NotebookKernel::end);
    }

    private static void end() {
        try {
            Thread.sleep(LONGEST_SHUTDOWN);
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().exit(0);
    }

    /** Jupyter counts characters, and Java the halves of some. */
    @Override
    public ReplacementOptions complete(String code, int at) {
        ReplacementOptions found = Magics.complete(this, code, at).orElseGet(() -> {
            CodeHelp.Completions java = help.complete(code, code.offsetByCodePoints(0, at));
            return new ReplacementOptions(java.words(), java.begin(), java.end());
        });
        return new ReplacementOptions(
                found.getReplacements(),
                code.codePointCount(0, found.getSourceStart()),
                code.codePointCount(0, found.getSourceEnd()));
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        return help.documentation(code, code.offsetByCodePoints(0, at))
                .map(DisplayData::new)
                .orElse(null);
    }

    @Override
    public String isComplete(String code) {
        if (code.stripLeading().startsWith("%")) {
            return IS_COMPLETE_MAYBE;
        }
        return switch (help.completeness(code)) {
            case COMPLETE, COMPLETE_WITH_SEMI, EMPTY -> IS_COMPLETE_YES;
            case CONSIDERED_INCOMPLETE, DEFINITELY_INCOMPLETE -> "    ";
            case UNKNOWN -> IS_COMPLETE_BAD;
        };
    }

    /** Consoles wait for an answer; the history is kept by them. */
    @Override
    protected void handleHistoryRequest(ShellReplyEnvironment env, Message<HistoryRequest> request) {
        env.setBusyDeferIdle();
        env.reply(new HistoryReply(List.of()));
    }

    @Override
    public void close() {
        session.close();
    }
}
