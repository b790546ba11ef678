package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.Sources;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Explanation;
import dev.pipette.settings.Settings;
import dev.pipette.settings.SettingsOverview;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette config}: where settings come from. */
@Command(
        name = "config",
        description = {
            "Shows where settings come from. Secrets are shown as ***. So is everything in .env and secrets.toml,"
                    + " unless a source declares it as public (see 'pipette sources').",
            "",
            "  list     all settings, each with the place it comes from (the default)",
            "  explain  every place where KEY may be set, and which of them wins",
            "",
            "The environment wins over .env, secrets.toml and pipette.toml in this folder, and these over secrets.toml"
                    + " and pipette.toml in the working folder. The key destination.postgres.password is the variable"
                    + " PIPETTE__DESTINATION__POSTGRES__PASSWORD, or DESTINATION__POSTGRES__PASSWORD."
        },
        sortOptions = false,
        footer = {
            "  pipette config",
            "  pipette config explain destination.postgres.password",
            "  pipette config explain S3_BUCKET_NAME --json"
        })
final class ConfigCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "${COMPLETION-CANDIDATES}. Default: list.")
    private Action action = Action.LIST;

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "The setting to explain.")
    private @Nullable String key;

    @Option(
            names = "--project",
            paramLabel = "FOLDER",
            description = "The folder of .env, secrets.toml and pipette.toml. Default: this one.")
    private Path project = Path.of("");

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "The working folder. Default: PIPETTE_HOME, or .pipette in your home.")
    private @Nullable Path home;

    @Option(names = "--json", description = "Prints one JSON document and nothing else.")
    private boolean json;

    private enum Action {
        LIST,
        EXPLAIN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        switch (action) {
            case LIST -> {
                if (key != null) {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "list takes no key, and '" + key + "' is given: pipette config explain " + key
                                    + " describes it.");
                }
                SettingsOverview overview = settings().overview(Sources.publicSettings());
                out.println(json ? JsonDocument.indented(document(overview)) : overview);
            }
            case EXPLAIN -> {
                if (key == null) {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "explain needs the key of a setting: pipette config explain KEY. 'list' shows those that are"
                                    + " set.");
                }
                Explanation explanation = settings().explain(key, Sources.publicSettings());
                out.println(json ? JsonDocument.indented(document(explanation)) : explanation);
            }
        }
        out.flush();
        return ExitCodes.SUCCESS;
    }

    private Settings settings() {
        return Settings.from(project, home == null ? HomeFolder.usual() : home, System.getenv());
    }

    private static Object document(SettingsOverview overview) {
        return overview.settings().stream()
                .map(setting ->
                        JsonDocument.object("key", setting.key(), "value", setting.value(), "origin", setting.origin()))
                .toList();
    }

    private static Object document(Explanation explanation) {
        return JsonDocument.object(
                "key", explanation.key(),
                "value", explanation.value(),
                "origin", explanation.origin(),
                "places",
                        explanation.places().stream()
                                .map(place -> JsonDocument.object(
                                        "where", place.where(),
                                        "name", place.name(),
                                        "outcome", place.outcome().name().toLowerCase(Locale.ROOT),
                                        "value", place.value(),
                                        "line", place.line()))
                                .toList(),
                "notes", explanation.notes());
    }
}
