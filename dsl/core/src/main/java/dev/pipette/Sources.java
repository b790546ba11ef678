package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.spi.SourceSetting;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sources that are known by a name, because a library on the class path provides them.
 *
 * <pre>{@code
 * Sources.known().forEach(provider -> System.out.println(provider.name() + ": " + provider.description()));
 * Source everflow = Sources.open("everflow", Settings.load());
 * }</pre>
 */
public final class Sources {
    private Sources() {}

    /** What is provided, by name. */
    public static List<SourceProvider> known() {
        return ServiceLoader.load(SourceProvider.class, Sources.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(SourceProvider::name))
                .toList();
    }

    /** Which file in the current folder says where the source's secrets are sent, where they come from elsewhere. */
    private static Optional<String> decidedHere(SourceProvider provider, Settings settings) {
        List<String> keys = provider.settings().stream()
                .flatMap(setting -> Stream.concat(Stream.of(setting.key()), setting.otherKeys().stream()))
                .toList();
        return settings.decidedHere(keys);
    }

    /**
     * The keys of all settings that the provided sources declare and that are not secrets.
     *
     * <pre>{@code
     * System.out.println(Settings.load().overview(Sources.publicSettings()));
     * }</pre>
     */
    public static Set<String> publicSettings() {
        return known().stream()
                .flatMap(provider -> provider.settings().stream())
                .filter(SourceSetting::isPublic)
                .flatMap(setting -> Stream.concat(Stream.of(setting.key()), setting.otherKeys().stream()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The source of a name, as the settings say. Its system is not called yet.
     *
     * @throws PipetteException BAD_USAGE for a name without a provider; BAD_SETTINGS with all settings that are missing
     */
    public static Source open(String name, Settings settings) {
        List<SourceProvider> known = known();
        SourceProvider provider = known.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "unknown source " + name + ". Known sources: "
                                + (known.isEmpty()
                                        ? "none. Add the library that provides it to the class path."
                                        : String.join(
                                                        ", ",
                                                        known.stream()
                                                                .map(SourceProvider::name)
                                                                .toList())
                                                + ".")));
        settings.require(provider.settings().stream()
                .filter(setting -> setting.isWanted(settings))
                .map(SourceSetting::key)
                .toArray(String[]::new));
        Source source = provider.open(settings);
        return decidedHere(provider, settings)
                .map(origin -> source.each(resource -> resource.noting(
                        name + ": a file of the current folder decides where its secrets are sent: " + origin)))
                .orElse(source);
    }
}
