package dev.pipette.jobs.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The version of Pipette, which Maven wrote into the jar of this class. Classes that are in no jar have none. */
final class BuildVersion {
    private static final String FILE = "/META-INF/maven/dev.pipette/pipette-jobs/pom.properties";
    private static final Optional<String> OF_THIS = ofJar();

    private BuildVersion() {}

    static Optional<String> ofThis() {
        return OF_THIS;
    }

    private static Optional<String> ofJar() {
        try (InputStream written = BuildVersion.class.getResourceAsStream(FILE)) {
            return of(written);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Optional<String> of(@Nullable InputStream written) throws IOException {
        if (written == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        properties.load(written);
        return Optional.ofNullable(properties.getProperty("version"));
    }
}
