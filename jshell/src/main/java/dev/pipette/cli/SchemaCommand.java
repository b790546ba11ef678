package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.Pipeline;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.file.SchemaDiff;
import dev.pipette.schema.file.SchemaFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette schema}: schemas as files that people review, and what differs between two of them. */
@Command(
        name = "schema",
        description = {
            "Writes the schema of a pipeline as a file for review in Git, and compares schemas.",
            "",
            "To load by such a file: pipette load .. --schema FILE --contract freeze"
        },
        subcommands = {SchemaCommand.Export.class, SchemaCommand.Diff.class},
        footer = {
            "  pipette schema export quakes -o quakes.schema.yaml",
            "  pipette schema diff quakes.schema.yaml quakes"
        })
final class SchemaCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "schema needs to know what to do: 'pipette schema export PIPELINE' or 'pipette schema diff A B'.");
    }

    /** How a schema is written. */
    enum Format {
        YAML,
        MERMAID,
        DBML,
        DDL,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one that a file's ending says; YAML where it says none. */
        static Format of(@Nullable Path file) {
            String name = file == null ? "" : file.toString().toLowerCase(Locale.ROOT);
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "json" -> JSON;
                case "mmd", "mermaid" -> MERMAID;
                case "dbml" -> DBML;
                case "sql" -> DDL;
                default -> YAML;
            };
        }
    }

    /** {@code pipette schema export}. */
    @Command(
            name = "export",
            description = {
                "Writes the tables that a pipeline made, as they are at the destination now.",
                "",
                "  yaml     a file for review in Git: no load ids, hashes or versions",
                "  json     the same for programs",
                "  mermaid  a diagram for Markdown",
                "  dbml     a diagram for dbdiagram.io and others",
                "  ddl      the statements that make the tables, in the destination's SQL"
            },
            sortOptions = false,
            footer = {
                "  pipette schema export quakes",
                "  pipette schema export quakes -o quakes.schema.yaml --force",
                "  pipette schema export quakes --format ddl"
            })
    static final class Export implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The pipeline.")
        private String name = "";

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "${COMPLETION-CANDIDATES}. Default: by the ending of the file, else yaml.")
        private @Nullable Format format;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "The file to write. Default: standard output.")
        private @Nullable Path file;

        @Option(names = "--force", description = "Replaces the file if it exists.")
        private boolean force;

        @Option(
                names = "--system-columns",
                description = "Includes the columns that each table has besides its data, like _dlt_id.")
        private boolean systemColumns;

        @Mixin
        private final PipelinePlace place = new PipelinePlace();

        @Override
        public Integer call() {
            if (file != null && Files.exists(file) && !force) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "-o " + file + ": the file exists. Choose another name, or replace it with --force.");
            }
            Pipeline pipeline = place.pipeline(name);
            SchemaFile schema = pipeline.dataset().schema(systemColumns);
            String text = switch (format == null ? Format.of(file) : format) {
                case YAML -> schema.yaml();
                case JSON -> schema.json();
                case MERMAID -> schema.mermaid();
                case DBML -> schema.dbml();
                case DDL ->
                    pipeline.dataset().ddl(schema).stream()
                            .map(statement -> statement + ";\n")
                            .collect(Collectors.joining("\n"));
            };
            PrintWriter out = requireNonNull(spec).commandLine().getOut();
            if (file == null) {
                out.print(text);
            } else {
                write(file, text);
                out.println("wrote " + file);
            }
            out.flush();
            return ExitCodes.SUCCESS;
        }

        private static void write(Path target, String text) {
            try {
                Files.writeString(target, text);
            } catch (IOException failed) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "-o " + target + ": the file cannot be written: " + failed.getMessage()
                                + ". Make its folder, or choose another name.",
                        failed);
            }
        }
    }

    /** {@code pipette schema diff}. */
    @Command(
            name = "diff",
            description = {
                "Compares two schemas. Each is a file of 'pipette schema export', or the name of a pipeline, whose tables are"
                        + " compared as they are at the destination now.",
                "",
                "  +  only in B    -  only in A    ~  changed",
                "",
                "Ends with 0 where both are the same, and with 1 where they differ."
            },
            sortOptions = false,
            footer = {
                "  pipette schema diff quakes.schema.yaml quakes",
                "  pipette schema diff quakes.schema.yaml quakes --json"
            })
    static final class Diff implements Callable<Integer> {
        private static final int DIFFERENT = 1;

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(index = "0", paramLabel = "A", description = "A file, or the name of a pipeline.")
        private String before = "";

        @Parameters(index = "1", paramLabel = "B", description = "What A is compared with.")
        private String after = "";

        @Mixin
        private final PipelinePlace place = new PipelinePlace();

        @Option(names = "--json", description = "Prints one JSON document and nothing else.")
        private boolean json;

        @Override
        public Integer call() {
            SchemaDiff diff = schema(before).diff(schema(after));
            PrintWriter out = requireNonNull(spec).commandLine().getOut();
            out.println(json ? JsonDocument.indented(document(diff)) : diff);
            out.flush();
            return diff.isEmpty() ? ExitCodes.SUCCESS : DIFFERENT;
        }

        private SchemaFile schema(String named) {
            boolean isFile = named.matches("(?i).*\\.(ya?ml|json)|.*[/\\\\].*")
                    || !place.knows(named) && Files.isRegularFile(Path.of(named));
            return isFile
                    ? SchemaFile.read(Path.of(named))
                    : place.pipeline(named).dataset().schema();
        }

        private static Object document(SchemaDiff diff) {
            List<?> changes = diff.changes().stream()
                    .map(change -> JsonDocument.object(
                            "change", change.kind().toString(),
                            "table", change.table(),
                            "column", change.column(),
                            "what", change.what(),
                            "before", change.before().isEmpty() ? null : change.before(),
                            "after", change.after().isEmpty() ? null : change.after()))
                    .toList();
            return JsonDocument.object("equal", diff.isEmpty(), "changes", changes);
        }
    }
}
