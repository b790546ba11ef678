package dev.pipette.replicate;

import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.spi.SourceSetting;
import java.nio.file.Path;
import java.util.List;

/**
 * A table of a replication file, as a process makes it that reads slices: from the text of the file, and with its own settings, which have
 * the user and the password of the database. Pipette opens it by itself.
 *
 * <pre>{@code
 * Replication shop = Replication.read(Path.of("shop.yaml"));   // streams: {public.orders: {slices: 4}}
 * shop.source().resource("orders").origin();                   // ReplicationSource, with the text of shop.yaml
 * shop.pipeline().executor(executor).run(shop.source());
 * }</pre>
 */
public final class ReplicationSource implements SourceProvider {
    static final String FILE = "replication.file";
    static final String TEXT = "replication.text";
    static final String TABLE = "replication.table";
    static final String REFUSED = "replication.refused";

    /** Makes nothing yet. */
    public ReplicationSource() {}

    @Override
    public String name() {
        return "replication";
    }

    @Override
    public String description() {
        return "a table of a replication file";
    }

    @Override
    public List<SourceSetting> settings() {
        return List.of(
                SourceSetting.required(FILE, "the path of the file, for errors"),
                SourceSetting.required(TABLE, "the table in its database"),
                SourceSetting.optional(TEXT, "what the file says"),
                SourceSetting.optional(REFUSED, "why the text is not here"));
    }

    @Override
    public Source open(Settings settings) {
        Path path = Path.of(settings.get(FILE));
        settings.find(REFUSED).ifPresent(why -> {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "replication file " + path + " is not given to other processes, because " + why
                            + ". Put it into the settings of each process, as sources.database.password"
                            + " (SOURCES__DATABASE__PASSWORD), or name a section [sources.NAME] that has url, user and"
                            + " password; or run it with the setting slices.executor = \"local\".");
        });
        settings.require(TEXT);
        return new StreamResources(
                        ReplicationFile.arrived(path, settings.get(TEXT)), settings, List.of(settings.get(TABLE)))
                .ofDatabase();
    }
}
