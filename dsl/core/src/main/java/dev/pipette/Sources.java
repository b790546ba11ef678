package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.slices.ResourceOrigin;
import dev.pipette.spi.SourceSetting;
import dev.pipette.text.Secrets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
        return ServiceLoader.load(SourceProvider.class, classPath()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(SourceProvider::name))
                .toList();
    }

    /** Pipette's own, or that of the thread where it has more. */
    private static ClassLoader classPath() {
        ClassLoader own = Sources.class.getClassLoader();
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        for (ClassLoader above = ofThread; above != null; above = above.getParent()) {
            if (above == own) {
                return ofThread;
            }
        }
        return own;
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
        return open(provider, name, settings);
    }

    /**
     * The source of a class that is not registered, as the settings say: another process finds it by the name of the class.
     *
     * <pre>{@code
     * pipeline.executor(executor).run(Sources.open(ShopSource.class, Settings.load()));
     * }</pre>
     *
     * @param provider public, with a public constructor without parameters
     * @throws PipetteException BAD_USAGE for a class of which no object can be made; BAD_SETTINGS with all settings that are
     *     missing
     */
    public static Source open(Class<? extends SourceProvider> provider, Settings settings) {
        return open(made(provider), provider.getName(), settings);
    }

    /**
     * Makes a resource as another process made it.
     *
     * @param settings of this process, which have the secrets; those of the origin come before them
     * @throws PipetteException BAD_USAGE where the class path does not have the source, or the source not the resource
     */
    public static Resource open(ResourceOrigin origin, Settings settings) {
        Settings all = settings;
        for (Map.Entry<String, String> setting : origin.settings().entrySet()) {
            all = all.with(setting.getKey(), setting.getValue());
        }
        boolean registered = known().stream().anyMatch(one -> one.name().equals(origin.provider()));
        Source source = registered ? open(origin.provider(), all) : open(provider(origin.provider()), all);
        return source.resource(origin.resource());
    }

    /** Whether a setting is there and shows no secret, as an address with a password would. */
    private static boolean isOpen(Optional<String> value) {
        return value.filter(text -> Secrets.masked(text).equals(text)).isPresent();
    }

    /**
     * A resource that other processes make by a class and some settings: for a library that makes resources of something else than
     * settings, such as a file.
     *
     * <pre>{@code
     * Resource travelling = Sources.madeBy(ShopSource.class, Map.of("shop.catalogue", body), orders);
     * }</pre>
     *
     * @param provider public, with a public constructor without parameters; with these settings, and those of its process, it opens a
     *     source that has the same resource under the same name
     * @param settings travel with each slice, so that they must hold no secret
     * @throws PipetteException BAD_USAGE for a setting whose name is that of a secret
     */
    public static Resource madeBy(
            Class<? extends SourceProvider> provider, Map<String, String> settings, Resource resource) {
        for (String key : settings.keySet()) {
            if (Secrets.isSecretName(key)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "setting " + key + " of " + provider.getName() + " may be a secret by its name, and"
                                + " settings travel to other processes. Let " + provider.getSimpleName()
                                + " take it from the settings of its process, or give it another name.");
            }
        }
        return resource.madeBy(new ResourceOrigin(provider.getName(), settings, resource.name()));
    }

    private static Class<? extends SourceProvider> provider(String name) {
        try {
            return Class.forName(name, true, classPath()).asSubclass(SourceProvider.class);
        } catch (ClassNotFoundException | LinkageError | ClassCastException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the class path of this process has no source " + name + " (" + failed + "). Add the library or the"
                            + " classes that have it: each process that reads slices needs those of the program that loads.",
                    failed);
        }
    }

    private static SourceProvider made(Class<? extends SourceProvider> provider) {
        try {
            return provider.getConstructor().newInstance();
        } catch (ReflectiveOperationException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "no object of " + provider.getName() + " can be made: " + failed
                            + ". Make the class public, and give it a public constructor without parameters.",
                    failed);
        }
    }

    private static Source open(SourceProvider provider, String found, Settings settings) {
        settings.require(provider.settings().stream()
                .filter(setting -> setting.isWanted(settings))
                .map(SourceSetting::key)
                .toArray(String[]::new));
        Map<String, String> open = provider.settings().stream()
                .filter(SourceSetting::isPublic)
                .flatMap(setting -> Stream.concat(Stream.of(setting.key()), setting.otherKeys().stream()))
                .filter(key -> !Secrets.isSecretName(key) && isOpen(settings.find(key)))
                .collect(Collectors.toMap(key -> key, settings::get));
        Source source = provider.open(settings)
                .each(resource -> resource.madeBy(new ResourceOrigin(found, open, resource.name()))
                        .openedWith(settings));
        String name = provider.name();
        return decidedHere(provider, settings)
                .map(origin -> source.each(resource -> resource.noting(
                        name + ": a file of the current folder decides where its secrets are sent: " + origin)))
                .orElse(source);
    }
}
