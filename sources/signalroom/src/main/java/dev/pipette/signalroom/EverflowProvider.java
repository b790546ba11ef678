package dev.pipette.signalroom;

import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.settings.Settings;
import dev.pipette.spi.SourceSetting;
import java.util.List;

/** Makes {@code everflow} from the settings. */
public final class EverflowProvider implements SourceProvider {
    private static final String API_KEY = "EVERFLOW_API_KEY";
    private static final String BASE_URL = "EVERFLOW_BASE_URL";

    @Override
    public String name() {
        return Everflow.NAME;
    }

    @Override
    public String description() {
        return "daily statistics by affiliate and advertiser, from Everflow";
    }

    @Override
    public List<SourceSetting> settings() {
        return List.of(
                SourceSetting.required(API_KEY, "the key of the network"),
                SourceSetting.optional(BASE_URL, "the address of the API"));
    }

    @Override
    public Source open(Settings settings) {
        return Everflow.source(
                Everflow.client(settings.secret(API_KEY)).baseUrl(settings.get(BASE_URL, EverflowClient.BASE_URL)));
    }
}
