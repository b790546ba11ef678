package dev.pipette.signalroom;

import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.settings.Settings;
import dev.pipette.spi.SourceSetting;
import java.util.List;

/** Makes {@code redtrack} from the settings. */
public final class RedtrackProvider implements SourceProvider {
    private static final String API_KEY = "REDTRACK_API_KEY";
    private static final String BASE_URL = "REDTRACK_BASE_URL";

    @Override
    public String name() {
        return Redtrack.NAME;
    }

    @Override
    public String description() {
        return "daily spend by traffic source, from RedTrack";
    }

    @Override
    public List<SourceSetting> settings() {
        return List.of(
                SourceSetting.required(API_KEY, "the key of the account"),
                SourceSetting.optional(BASE_URL, "the address of the API"));
    }

    @Override
    public Source open(Settings settings) {
        return Redtrack.source(
                Redtrack.client(settings.secret(API_KEY)).baseUrl(settings.get(BASE_URL, Redtrack.BASE_URL)));
    }
}
