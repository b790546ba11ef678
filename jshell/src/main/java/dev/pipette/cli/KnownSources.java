package dev.pipette.cli;

import dev.pipette.SourceProvider;
import dev.pipette.Sources;
import java.util.Iterator;
import java.util.List;

/**
 * The names of the sources that there are, for completion, help texts and errors.
 *
 * <pre>{@code
 * KnownSources.names();   // [everflow, redtrack, s3_exports]
 * }</pre>
 */
public final class KnownSources implements Iterable<String> {
    /** For picocli. */
    public KnownSources() {}

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }

    /** The names. */
    public static List<String> names() {
        return Sources.known().stream().map(SourceProvider::name).toList();
    }
}
