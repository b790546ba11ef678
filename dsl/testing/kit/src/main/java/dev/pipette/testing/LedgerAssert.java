package dev.pipette.testing;

import dev.pipette.incremental.LoadedFile;
import java.util.List;
import java.util.Optional;

/**
 * Assertions about the files that a ledger remembers, by their keys: paths, or bucket and key.
 *
 * <pre>{@code
 * assertThat(pipeline).ledger("orders").containsExactly("demo/2025-01-01.csv", "demo/2025-01-02.csv");
 * assertThat(pipeline).ledger("orders").hasRows("demo/2025-01-01.csv", 2);
 * // expected the ledger of orders to remember 2 rows of demo/2025-01-01.csv, but it remembers 3.
 * }</pre>
 */
public class LedgerAssert extends PipetteAssert<LedgerAssert, LedgerAssert.Ledger> {
    /** What a ledger remembers. */
    public record Ledger(String resource, List<LoadedFile> files) {
        /** Copies the files. */
        public Ledger {
            files = List.copyOf(files);
        }

        List<String> keys() {
            return files.stream().map(file -> file.stored().key()).toList();
        }

        Optional<LoadedFile> file(String key) {
            return files.stream()
                    .filter(file -> file.stored().key().equals(key))
                    .findFirst();
        }
    }

    /** Makes assertions about a ledger. */
    public LedgerAssert(Ledger actual) {
        super(actual, LedgerAssert.class);
    }

    /** Checks which files it remembers, in any order. */
    public LedgerAssert containsExactly(String... keys) {
        isNotNull();
        List<String> expected = List.of(keys).stream().sorted().toList();
        List<String> found = actual.keys().stream().sorted().toList();
        return check(found.equals(expected), () -> Failures.otherFiles(actual.resource(), expected, found));
    }

    /** Checks that it remembers a file. */
    public LedgerAssert contains(String key) {
        isNotNull();
        return check(actual.file(key).isPresent(), () -> Failures.noFile(actual.resource(), key, actual.keys()));
    }

    /** Checks that it does not remember a file. */
    public LedgerAssert doesNotContain(String key) {
        isNotNull();
        return check(actual.file(key).isEmpty(), () -> Failures.unexpectedFile(actual.resource(), key));
    }

    /** Checks how many rows a file has. */
    public LedgerAssert hasRows(String key, long rows) {
        isNotNull();
        LoadedFile file =
                actual.file(key).orElseThrow(() -> failed(Failures.noFile(actual.resource(), key, actual.keys())));
        return check(file.rows() == rows, () -> Failures.rowsOfFile(actual.resource(), key, rows, file.rows()));
    }

    /** Checks that it remembers no file. */
    public LedgerAssert isEmpty() {
        return containsExactly();
    }
}
