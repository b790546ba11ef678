package dev.pipette.slices;

import dev.pipette.settings.Settings;

/**
 * Makes the executor that the setting {@code slices.executor} names; found by {@link java.util.ServiceLoader} under its {@link #name()}.
 */
public interface SliceExecutorProvider {
    /** The value of the setting: {@code workers}. */
    String name();

    /**
     * Makes the executor. Nothing is opened yet.
     *
     * @throws dev.pipette.error.PipetteException BAD_SETTINGS with all settings that are missing
     */
    SliceExecutor open(Settings settings);
}
