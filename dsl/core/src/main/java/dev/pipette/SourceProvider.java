package dev.pipette;

import dev.pipette.settings.Settings;
import dev.pipette.spi.SourceSetting;
import java.util.List;

/** Makes a source from the settings; found by {@link java.util.ServiceLoader} under its {@link #name()}. */
public interface SourceProvider {
    /** The name, as in {@code pipette run everflow}. */
    String name();

    /** What it loads, in one line. */
    String description();

    /** The settings that it reads. */
    List<SourceSetting> settings();

    /**
     * Makes the source. Asks nothing of its system: what is wrong there shows in the run.
     *
     * @param settings have all that are required
     * @throws dev.pipette.error.PipetteException BAD_SETTINGS for a value that cannot be
     */
    Source open(Settings settings);
}
