package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.SourceProvider;
import dev.pipette.Sources;
import dev.pipette.spi.SourceSetting;
import dev.pipette.text.Grid;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pipette sources}: what can be run by its name. */
@Command(
        name = "sources",
        description = {
            "Lists the sources of 'pipette run', with the settings that they read.",
            "",
            "Settings in brackets are optional. Put settings into the environment, .env, secrets.toml or pipette.toml:"
                    + " see 'pipette config'."
        },
        sortOptions = false,
        footer = {"  pipette sources", "  pipette sources --json"})
final class SourcesCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Prints one JSON document and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        List<SourceProvider> known = Sources.known();
        if (json) {
            out.println(JsonDocument.indented(
                    known.stream().map(SourcesCommand::document).toList()));
        } else {
            out.println(known.isEmpty() ? "no sources" : table(known).text());
        }
        out.flush();
        return ExitCodes.SUCCESS;
    }

    /** A line for each setting, because one for all of them would be too long. */
    private static Grid table(List<SourceProvider> known) {
        Grid table = new Grid("source", "loads", "settings");
        for (SourceProvider source : known) {
            List<String> settings = source.settings().stream()
                    .map(setting -> setting.isRequired() ? setting.key() : "[" + setting.key() + "]")
                    .toList();
            table.add(source.name(), source.description(), settings.isEmpty() ? "" : settings.getFirst());
            settings.stream().skip(1).forEach(setting -> table.add("", "", setting));
        }
        return table;
    }

    private static Object document(SourceProvider source) {
        return JsonDocument.object(
                "name", source.name(),
                "description", source.description(),
                "settings",
                        source.settings().stream().map(SourcesCommand::document).toList());
    }

    private static Object document(SourceSetting setting) {
        return JsonDocument.object(
                "key", setting.key(),
                "description", setting.description(),
                "required", setting.isRequired(),
                "older_keys", setting.otherKeys());
    }
}
