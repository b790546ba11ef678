package dev.pipette.slices;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The executor that the settings name: {@code executor = "workers"} under {@code [slices]} in {@code pipette.toml}.
 *
 * <pre>{@code
 * Optional<SliceExecutor> chosen = SliceExecutors.chosen(Settings.load());
 * }</pre>
 */
public final class SliceExecutors {
    /** The setting. */
    public static final String SETTING = "slices.executor";

    private static final String LOCAL = "local";

    private SliceExecutors() {}

    /**
     * The executor that the settings name; empty where they name none, or {@code local}.
     *
     * @throws PipetteException BAD_SETTINGS for a name that no library on the class path has
     */
    public static Optional<SliceExecutor> chosen(Settings settings) {
        return settings.find(SETTING).filter(name -> !name.equals(LOCAL)).map(name -> named(name, settings));
    }

    private static SliceExecutor named(String name, Settings settings) {
        List<SliceExecutorProvider> known =
                ServiceLoader.load(SliceExecutorProvider.class, SliceExecutors.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        return known.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_SETTINGS,
                        "the setting " + SETTING + " is '" + name + "'. Use one of "
                                + Stream.concat(Stream.of(LOCAL), known.stream().map(SliceExecutorProvider::name))
                                        .collect(Collectors.joining(", "))
                                + ", or add the library that has it."))
                .open(settings);
    }
}
