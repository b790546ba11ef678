package dev.pipette.jobs.store;

/**
 * The log of an attempt on this machine.
 *
 * <pre>{@code
 * for (LogFile old : store.attempts().oldLogs(host, now)) {
 *     Files.deleteIfExists(Path.of(old.file()));
 *     store.attempts().logDeleted(old);
 * }
 * }</pre>
 *
 * @param occurrence its number
 * @param attempt its number
 * @param file the log
 */
public record LogFile(long occurrence, int attempt, String file) {}
