package dev.pipette.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One driver with one kernel for all tests of this JVM: the first class starts it, and it ends behind the last. */
final class SharedKernel implements BeforeAllCallback {
    private static volatile @Nullable Started started;

    /** The driver and its folder. */
    record Started(DrivenKernel kernel, Path folder) implements AutoCloseable {
        private static Started begin() {
            try {
                Path folder = Files.createTempDirectory("pipette-kernel-");
                return new Started(DrivenKernel.start(folder), folder);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(ended);
            }
        }

        @Override
        public void close() throws IOException {
            kernel.close();
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        started = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Started.class, key -> Started.begin(), Started.class);
    }

    /** The kernel. */
    static DrivenKernel kernel() {
        return Objects.requireNonNull(started).kernel();
    }

    /** The folder that it works below. */
    static Path folder() {
        return Objects.requireNonNull(started).folder();
    }
}
