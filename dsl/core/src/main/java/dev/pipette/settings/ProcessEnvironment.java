package dev.pipette.settings;

import java.nio.file.Path;

/** What the environment of this process decides by default. */
public final class ProcessEnvironment {
    private static final String ENGINE_MEMORY = "1GB";

    private ProcessEnvironment() {}

    /** The folder of working folders and settings: {@code PIPETTE_HOME}, or {@code .pipette} in the user's home. */
    public static Path home() {
        String home = System.getenv("PIPETTE_HOME");
        return home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".pipette") : Path.of(home);
    }

    /** The memory of the columnar engine, beside the heap: {@code PIPETTE_ENGINE_MEMORY}, or 1 GB. */
    public static String engineMemory() {
        String memory = System.getenv("PIPETTE_ENGINE_MEMORY");
        return memory == null || memory.isBlank() ? ENGINE_MEMORY : memory;
    }
}
