package dev.pipette.observe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the module knows, and what it needs at run time. */
class LightweightTests {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes"))
            .importPackages("dev.pipette.observe");

    @Test
    void observers_know_the_language_and_no_engine_destination_or_source() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.engine..",
                        "dev.pipette.duckdb..",
                        "dev.pipette.postgres..",
                        "dev.pipette.files..",
                        "dev.pipette.rest..",
                        "dev.pipette.cli..",
                        "dev.pipette.testing..")
                .check(MODULE);
    }

    /** Runs where neither Micrometer nor OpenTelemetry is. */
    public static final class Alone implements Callable<String> {
        @Override
        public String call() {
            return Observe.openLineage(Path.of("events.jsonl")).getClass().getSimpleName();
        }
    }

    @Test
    void open_lineage_needs_no_optional_library() throws Exception {
        try (URLClassLoader loader = withoutOptionalLibraries()) {
            Object alone = loader.loadClass(Alone.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(((Callable<?>) alone).call()).isEqualTo("OpenLineageListener");
            assertThatThrownBy(() -> loader.loadClass("io.micrometer.core.instrument.MeterRegistry"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> loader.loadClass("io.opentelemetry.api.OpenTelemetry"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    private static URLClassLoader withoutOptionalLibraries() throws IOException {
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.contains("micrometer") && !entry.contains("opentelemetry"))
                .map(LightweightTests::url)
                .toArray(URL[]::new);
        return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
