package dev.pipette.slices;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Opens stages by their addresses.
 *
 * <pre>{@code
 * Stage shared = Stages.open("/mnt/shared/pipette-stage", Settings.load());
 * Stage bucket = Stages.open("s3://load-stage/pipette", Settings.load());
 * }</pre>
 */
public final class Stages {
    private Stages() {}

    /**
     * Opens the stage of an address: the path of a folder, or one with the scheme of a {@link StageProvider}.
     *
     * @throws PipetteException BAD_USAGE for an address that no stage has
     */
    public static Stage open(String address, Settings settings) {
        int colon = address.indexOf("://");
        if (colon < 0) {
            return new FolderStage(Path.of(address).toAbsolutePath().normalize());
        }
        String scheme = address.substring(0, colon).toLowerCase(Locale.ROOT);
        List<StageProvider> known = ServiceLoader.load(StageProvider.class, Stages.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return known.stream()
                .filter(provider -> provider.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "no stage has an address like '" + address
                                + "'. Use the path of a folder that all processes share"
                                + known.stream()
                                        .map(provider -> ", or " + provider.scheme() + "://..")
                                        .collect(Collectors.joining())
                                + "."))
                .open(address, settings);
    }
}
