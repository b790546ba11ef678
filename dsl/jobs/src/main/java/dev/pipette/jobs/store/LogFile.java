package dev.pipette.jobs.store;

/**
 * The log of an attempt on this machine.
 *
 * <pre>{@code
 * for (LogFile old : store.attempts().oldLogs(worker, now)) {
 *     Files.deleteIfExists(Path.of(old.file()));
 *     store.attempts().logDeleted(old);
 * }
 * }</pre>
 *
 * @param occurrence its number
 * @param attempt its number
 * @param file the log
 * @param isOwn whether it is in the home folder of the worker; of one that an older Pipette wrote, only the name of the machine is known
 */
public record LogFile(long occurrence, int attempt, String file, boolean isOwn) {}
