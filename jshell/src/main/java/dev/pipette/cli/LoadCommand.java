package dev.pipette.cli;

import dev.pipette.Dataset;
import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.rows.Rows;
import dev.pipette.schema.Naming;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipette load}: files into a table. */
@Command(
        name = "load",
        description = {
            "Loads files into one table, and tables nested in it, or tables of a database.",
            "",
            "Reads csv, tsv, json, jsonl (also .ndjson), parquet, xlsx, xml and text of fixed width, .gz and .zst of the text formats, and members of zip and tar archives. All rows"
                    + " become visible at once, or none. Run it again after any interruption."
        },
        sortOptions = false,
        footer = {
            "  pipette load jshell/data/earthquakes.json --at features \\",
            "      --into duckdb:quakes.duckdb --merge id --show",
            "  pipette load jshell/data/earthquakes.json --at features \\",
            "      --into duckdb:quakes.duckdb --table quake_log --primary-key id \\",
            "      --cursor properties.time --missing exclude",
            "  pipette load jshell/data/earthquakes.json --at features \\",
            "      --into duckdb:quakes.duckdb --table revised --merge id \\",
            "      --cursor properties.updated --lag 3600000",
            "  pipette load 'jshell/data/countr*.json' --into duckdb:world.duckdb \\",
            "      --table countries --replace",
            "  pipette load jshell/data/countries.json --into duckdb:world.duckdb \\",
            "      --dataset codes --type ccn3=text --max-nesting 0 --json",
            "  pipette load jshell/data/countries.json --into duckdb:world.duckdb \\",
            "      --table names --columns cca3,name --rename cca3=code --merge code",
            "  pipette load - --format json --table countries \\",
            "      --into duckdb:piped.duckdb < jshell/data/countries.json"
        })
final class LoadCommand implements Callable<Integer> {
    private static final int ROWS_SHOWN = 5;

    @Parameters(
            paramLabel = "PATH|GLOB|URL",
            arity = "1..*",
            description =
                    "Files, read in this order: paths, quoted globs like 'orders/**/*.csv' (* matches a part of a name,"
                            + " ** matches folders), s3://BUCKET/GLOB, and https:// addresses. - is standard input; it needs"
                            + " --format and --table. Or a database: postgres://USER@HOST/DATABASE?table=NAME, sqlite:FILE,"
                            + " duckdb:FILE or jdbc:.., with the tables in --table. Put passwords into the settings.")
    private List<String> paths = List.of();

    @Option(names = "--into", required = true, paramLabel = "DESTINATION", description = LoadOptions.INTO)
    private String into = "";

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Mixin
    private final FileOptions files = new FileOptions();

    @Option(
            names = "--show",
            arity = "0..1",
            paramLabel = "ROWS",
            fallbackValue = "" + ROWS_SHOWN,
            preprocessor = OnlyAttached.class,
            description = "Prints the first rows of the table after the load. Default: " + ROWS_SHOWN + " rows.")
    private @Nullable Integer show;

    @Mixin
    private final TableView view = new TableView();

    /** Takes {@code --show=7} and leaves what follows {@code --show} to the next option or path. */
    static final class OnlyAttached implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec commandSpec, ArgSpec argSpec, Map<String, Object> info) {
            Object separator = info.get("separator");
            if (separator == null || separator.toString().isBlank()) {
                arguments.push(((OptionSpec) argSpec).fallbackValue());
            }
            return false;
        }
    }

    @Override
    public Integer call() {
        StoppableRuns.onCtrlC();
        return options.load(
                () -> {
                    if (show != null) {
                        ShownRows.checkPaths(paths);
                    }
                    return new LoadOptions.Load(files.pipeline(into), files.resources(paths, into));
                },
                this::shown,
                this::look);
    }

    private Map<String, Rows> shown(LoadOptions.Load load, LoadInfo info) {
        Map<String, Rows> shown = new LinkedHashMap<>();
        if (show != null) {
            Dataset tables = load.pipeline().dataset();
            for (Resource resource : load.resources()) {
                for (String name : rootTables(tables, resource, info)) {
                    shown.put(name, tables.table(name, show));
                }
            }
        }
        return shown;
    }

    private String look(LoadOptions.Load load, Rows rows) {
        Naming naming = Naming.snakeCase(Integer.MAX_VALUE);
        return view.of(
                rows,
                load.resources().getFirst().primaryKey().stream()
                        .map(naming::key)
                        .toList());
    }

    private static List<String> rootTables(Dataset tables, Resource resource, LoadInfo info) {
        if (!info.nothingNew()) {
            return info.tables().stream()
                    .filter(load -> load.parent().isEmpty())
                    .map(LoadInfo.TableLoad::table)
                    .distinct()
                    .toList();
        }
        String table = Naming.snakeCase(Integer.MAX_VALUE).identifier(resource.tableName());
        return tables.tables().contains(table) ? List.of(table) : List.of();
    }
}
