package dev.pipette.incremental;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A file that a ledger remembers, as it was committed with its rows.
 *
 * <pre>{@code
 * for (LoadedFile file : pipeline.files("orders_create")) {
 *   System.out.println(file.stored().key() + " " + file.rows());
 * }
 * }</pre>
 *
 * @param stored the file as it was when it was loaded
 * @param date in its path
 * @param rows that it has
 * @param loadId the load that brought them
 */
public record LoadedFile(StoredFile stored, Optional<LocalDate> date, long rows, String loadId) {}
