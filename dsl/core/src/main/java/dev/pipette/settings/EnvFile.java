package dev.pipette.settings;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Layer.Kind;
import dev.pipette.settings.Variables.Filled;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of variables, {@code NAME=VALUE} a line, by the rules of {@code .env}: for the environment of another process.
 *
 * <pre>{@code
 * Map<String, String> variables = EnvFile.read(Path.of("/etc/pipette/orders.env"), System.getenv());
 * }</pre>
 */
public final class EnvFile {
    private EnvFile() {}

    /**
     * Reads a file. From now on, texts hide the values that may be secrets.
     *
     * @param file to read
     * @param environment that its <code>${NAME}</code> refer to
     * @return its values by name, in the order of the file
     * @throws PipetteException BAD_SETTINGS when it is missing, cannot be read, or refers to a variable that is not set
     */
    public static Map<String, String> read(Path file, Map<String, String> environment) {
        Map<String, Raw> outside = new LinkedHashMap<>();
        environment.forEach((name, value) -> outside.put(name, Raw.plain(value)));
        Layer inside = new Layer(Kind.DOT_ENV, Optional.of(file), values(file), true, List.of(), false);
        Variables variables = new Variables(List.of(Layer.of(Kind.ENVIRONMENT, outside), inside));
        LayerSecrets.remember(inside, variables);
        Map<String, String> filled = new LinkedHashMap<>();
        inside.values().forEach((name, raw) -> filled.put(name, text(file, name, variables.fill(raw))));
        return filled;
    }

    private static String text(Path file, String name, Filled filled) {
        filled.problem().ifPresent(problem -> {
            throw unreadable(file + ": " + name + " " + problem + ".");
        });
        return filled.text();
    }

    private static Map<String, Raw> values(Path file) {
        try {
            return DotEnv.read(SettingsFiles.content(file));
        } catch (NoSuchFileException missing) {
            throw unreadable("the file of variables " + file + " does not exist.");
        } catch (Unreadable broken) {
            throw unreadable(file + broken.description());
        } catch (IOException failed) {
            throw unreadable("the file of variables " + file + " cannot be read: " + failed.getMessage());
        }
    }

    private static PipetteException unreadable(String message) {
        return new PipetteException(ErrorCode.BAD_SETTINGS, message);
    }
}
