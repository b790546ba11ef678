package dev.pipette.notebook;

import dev.pipette.Dataset;
import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.cli.CellSession.Shown;
import dev.pipette.cli.Destinations;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.RowStream;
import dev.pipette.rows.Rows;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/**
 * {@code %%sql [WHERE]}: the rows of the query in the cell. WHERE is an address, a name of the settings, {@code
 * package:LOAD_ID}, or a variable that holds one of these, a pipeline, a dataset or a destination; by itself it is the pipeline
 * of the last run.
 */
final class SqlCell {
    /** More rows are counted, and not kept. */
    static final int KEPT = 1_000;

    private static final String PACKAGE = "package:";

    private SqlCell() {}

    static Rows run(NotebookKernel kernel, List<String> words, String sql) {
        if (words.size() > 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "%%sql takes one place to query, and there are: " + String.join(", ", words)
                            + ". Write the query in the lines below.");
        }
        if (sql.isBlank()) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "%%sql has no query. Write it in the lines below.");
        }
        Optional<Object> held = words.isEmpty() ? lastPipeline(kernel) : variable(kernel, words.getFirst());
        if (held.isEmpty() && words.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "%%sql does not know where to query: no pipeline ran in this notebook. Write a variable that holds a"
                            + " pipeline or a destination, or an address: %%sql duckdb:quakes.duckdb.");
        }
        return held.map(where -> query(where, words, sql)).orElseGet(() -> query(words.getFirst(), sql));
    }

    private static Rows query(Object where, List<String> words, String sql) {
        return switch (where) {
            case Pipeline pipeline -> pipeline.dataset().query(sql, SqlCell::first);
            case Dataset dataset -> dataset.query(sql, SqlCell::first);
            case String address -> query(address, sql);
            case Destination destination -> destination.query(sql, Pipeline.defaultHome(), SqlCell::first);
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "%%sql " + String.join(" ", words) + ": that variable has the type "
                                + where.getClass().getSimpleName()
                                + ". Write one that holds a pipeline, a dataset, a destination or an address.");
        };
    }

    private static Rows query(String address, String sql) {
        Function<RowStream, Rows> reading = SqlCell::first;
        return address.startsWith(PACKAGE)
                ? PipelineAdmin.queryPackage(address.substring(PACKAGE.length()), sql, Pipeline.defaultHome(), reading)
                : Destinations.of(address).query(sql, Pipeline.defaultHome(), reading);
    }

    private static Rows first(RowStream rows) {
        Rows first = rows.next(KEPT);
        long total = first.size();
        for (var _ : rows) {
            total++;
        }
        return new Rows(first.result(), total);
    }

    /** The value of a variable of the notebook. */
    private static Optional<Object> variable(NotebookKernel kernel, String name) {
        JShell shell = kernel.session().shell();
        return shell.variables()
                .filter(variable -> variable.name().equals(name))
                .filter(variable -> shell.status(variable) == Snippet.Status.VALID)
                .findFirst()
                .map(VarSnippet::name)
                .flatMap(found -> kernel.session().run(0, found))
                .map(Shown::value);
    }

    /** In a variable, where one holds it; else as its working folder remembers it. */
    private static Optional<Object> lastPipeline(NotebookKernel kernel) {
        Optional<String> last = LiveProgress.lastPipeline();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Optional<Object> held = kernel
                .session()
                .shell()
                .variables()
                .filter(variable -> variable.typeName().equals(Pipeline.class.getSimpleName())
                        || variable.typeName().equals(Pipeline.class.getName()))
                .map(VarSnippet::name)
                .toList()
                .stream()
                .flatMap(name -> variable(kernel, name).stream())
                .filter(value ->
                        value instanceof Pipeline pipeline && pipeline.name().equals(last.get()))
                .findFirst();
        return held.isPresent()
                ? held
                : PipelineAdmin.find(last.get(), Pipeline.defaultHome()).map(Destinations::completed);
    }
}
