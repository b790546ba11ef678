package dev.pipette.slices;

import dev.pipette.settings.Settings;

/** Opens stages of one kind; found by {@link java.util.ServiceLoader} under its {@link #scheme()}. */
public interface StageProvider {
    /** The scheme of its addresses in lower case: {@code s3}. */
    String scheme();

    /**
     * Opens a stage. Nothing is read or written yet.
     *
     * @param settings have the secrets, which are not in the address
     * @throws dev.pipette.error.PipetteException BAD_USAGE for an address that it does not have
     */
    Stage open(String address, Settings settings);
}
