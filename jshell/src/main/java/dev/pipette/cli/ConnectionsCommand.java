package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jdbc.Database;
import dev.pipette.jdbc.DatabaseTable;
import dev.pipette.settings.Settings;
import dev.pipette.settings.SettingsOverview.Setting;
import dev.pipette.text.Grid;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette connections}: the databases that the settings name, and what is in them. */
@Command(
        name = "connections",
        description = {
            "Lists the databases that the settings name, and shows whether they answer and what they have.",
            "",
            "A section [sources.NAME] with a url is one to load from, [destination.NAME] one to load to. Put passwords into"
                    + " secrets.toml or the environment: see 'pipette config'."
        },
        subcommands = {
            ConnectionsCommand.Listing.class,
            ConnectionsCommand.Test.class,
            ConnectionsCommand.Discover.class
        },
        footer = {
            "  pipette connections list",
            "  pipette connections test duckdb:quakes.duckdb",
            "  pipette connections discover duckdb:quakes.duckdb 'earth*'"
        })
final class ConnectionsCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "connections needs to know what to do: 'pipette connections list', 'pipette connections test NAME' or"
                        + " 'pipette connections discover NAME'.");
    }

    private static final String ADDRESS =
            "A section [sources.NAME] of the settings, or the address of a database, as for 'pipette load'.";

    /** {@code pipette connections list}. */
    @Command(
            name = "list",
            description = "Lists what the settings name, without passwords.",
            sortOptions = false,
            footer = {"  pipette connections list", "  pipette connections list --json"})
    static final class Listing implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--json", description = "Prints one JSON document and nothing else.")
        private boolean json;

        private record Named(String name, String use, String address, String origin) {}

        @Override
        public Integer call() {
            List<Named> named = named(Settings.load().overview().settings());
            PrintWriter out = requireNonNull(spec).commandLine().getOut();
            if (json) {
                out.println(JsonDocument.indented(named.stream()
                        .map(one -> JsonDocument.object(
                                "name", one.name(), "use", one.use(), "address", one.address(), "from", one.origin()))
                        .toList()));
            } else if (named.isEmpty()) {
                out.println(
                        "no connections: the settings have no [sources.NAME] with a url, and no [destination.NAME]");
            } else {
                Grid grid = new Grid("name", "use", "address", "from");
                named.forEach(one -> grid.add(one.name(), one.use(), one.address(), one.origin()));
                out.println(grid.text());
            }
            out.flush();
            return ExitCodes.SUCCESS;
        }

        private static List<Named> named(List<Setting> settings) {
            List<Named> named = new ArrayList<>();
            for (Setting setting : settings) {
                String[] words = setting.key().split("\\.", -1);
                if (words.length == 3 && words[0].equals("sources") && words[2].equals("url")) {
                    named.add(new Named(words[1], "source", setting.value(), setting.origin()));
                }
            }
            Set<String> destinations = new LinkedHashSet<>();
            settings.stream()
                    .map(setting -> setting.key().split("\\.", -1))
                    .filter(words -> words.length > 2 && words[0].equals("destination"))
                    .forEach(words -> destinations.add(words[1]));
            for (String destination : destinations) {
                List<Setting> own = settings.stream()
                        .filter(setting -> setting.key().startsWith("destination." + destination + "."))
                        .toList();
                String address = Stream.of("url", "path", "credentials")
                        .flatMap(word -> own.stream()
                                .filter(setting -> setting.key().equals("destination." + destination + "." + word)))
                        .map(Setting::value)
                        .findFirst()
                        .orElse("");
                named.add(new Named(
                        destination, "destination", address, own.getFirst().origin()));
            }
            return named;
        }
    }

    /** {@code pipette connections test}. */
    @Command(
            name = "test",
            description = {
                "Connects to databases to load from, and shows what answers.",
                "",
                "For a destination: pipette doctor DESTINATION"
            },
            sortOptions = false,
            footer = {"  pipette connections test duckdb:quakes.duckdb"})
    static final class Test implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "NAME|ADDRESS", arity = "1..*", description = ADDRESS)
        private List<String> names = List.of();

        @Override
        public Integer call() {
            PrintWriter out = requireNonNull(spec).commandLine().getOut();
            for (String name : names) {
                Database database = Database.at(name, Settings.load());
                out.println(database.describe() + ": " + database.product());
                out.flush();
            }
            return ExitCodes.SUCCESS;
        }
    }

    /** {@code pipette connections discover}. */
    @Command(
            name = "discover",
            description = "Lists the tables of a database that can be loaded, with their keys and columns.",
            sortOptions = false,
            footer = {
                "  pipette connections discover duckdb:quakes.duckdb",
                "  pipette connections discover duckdb:quakes.duckdb 'earth*' --json"
            })
    static final class Discover implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(index = "0", paramLabel = "NAME|ADDRESS", description = ADDRESS)
        private String name = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "PATTERN",
                description = "Only these tables: public.*, order_*. Default: all.")
        private String pattern = "*";

        @Option(names = "--json", description = "Prints one JSON document and nothing else.")
        private boolean json;

        @Override
        public Integer call() {
            List<DatabaseTable> tables =
                    Database.at(name, Settings.load()).tables(pattern).all();
            PrintWriter out = requireNonNull(spec).commandLine().getOut();
            if (json) {
                out.println(JsonDocument.indented(tables.stream()
                        .map(table -> JsonDocument.object(
                                "table", nameOf(table),
                                "key", table.primaryKey(),
                                "columns", table.columnNames(),
                                "comment", table.comment()))
                        .toList()));
            } else {
                Grid grid = new Grid("table", "key", "columns", "comment");
                tables.forEach(table -> grid.add(
                        nameOf(table),
                        String.join(", ", table.primaryKey()),
                        String.join(", ", table.columnNames()),
                        table.comment()));
                out.println(grid.text());
            }
            out.flush();
            return ExitCodes.SUCCESS;
        }

        private static String nameOf(DatabaseTable table) {
            return table.schema().isEmpty() ? table.name() : table.schema() + "." + table.name();
        }
    }
}
