package dev.pipette.cli;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.RunInterval;
import dev.pipette.Source;
import dev.pipette.Sources;
import dev.pipette.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source that is loaded by its name, as options say.
 *
 * @param project folder of the settings
 * @param home the working folder; null for the usual one
 * @param only names of resources; none for all
 * @param from where a backfill begins; null for what is new
 * @param to where it ends
 * @param interval the part of time that is loaded; null for what is new
 */
record SourceLoad(
        String name,
        Path project,
        @Nullable Path home,
        List<String> only,
        @Nullable String from,
        @Nullable String to,
        @Nullable RunInterval interval) {
    /** The source and its pipeline, which are both named after it. */
    LoadOptions.Load into(String destination) {
        Settings settings = Settings.from(project, home == null ? HomeFolder.usual() : home, System.getenv());
        Source source = chosen(Sources.open(name, settings));
        Pipeline pipeline = Pipette.pipeline(source.name(), Destinations.of(destination, () -> settings))
                .datasetName(source.name());
        return new LoadOptions.Load(pipeline, source.resources());
    }

    private Source chosen(Source source) {
        Source chosen = only.isEmpty()
                ? source
                : source.only(only.getFirst(), only.subList(1, only.size()).toArray(String[]::new));
        return SourceInterval.of(Backfill.ofSource(chosen, from, to), interval);
    }
}
