package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What is loaded into a folder once for all tests of this JVM that only read it. A test that changes something loads the same into
 * a folder of its own.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LoadedOnce<ShopPipeline> LOADED = new LoadedOnce<>(ShopPipeline.class, ShopPipeline::load);
 * }</pre>
 */
final class LoadedOnce<T> implements BeforeAllCallback {
    private final Class<T> kind;
    private final Load<T> load;
    private @Nullable T loaded;

    /** Loads into a folder. */
    @FunctionalInterface
    interface Load<T> {
        T into(Path folder) throws IOException;
    }

    /** The folder, which is deleted at the end of the JVM's tests. */
    private record Kept(Path folder, Object loaded) implements AutoCloseable {
        @Override
        public void close() {
            MemoryFolders.delete(folder);
        }
    }

    /** @param kind what is loaded: classes that name the same kind share it */
    LoadedOnce(Class<T> kind, Load<T> load) {
        this.kind = kind;
        this.load = load;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        loaded = kind.cast(context.getRoot()
                .getStore(Namespace.create(LoadedOnce.class))
                .getOrComputeIfAbsent(kind, key -> begin(), Kept.class)
                .loaded());
    }

    private Kept begin() {
        Path folder = MemoryFolders.create("loaded-");
        try {
            return new Kept(folder, requireNonNull(load.into(folder)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What was loaded; only to be read. */
    T get() {
        return requireNonNull(loaded);
    }
}
