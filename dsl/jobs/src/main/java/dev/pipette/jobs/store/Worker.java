package dev.pipette.jobs.store;

/**
 * A running scheduler.
 *
 * <pre>{@code
 * Worker worker = new Worker("db1-4711-9f3c", "db1", "7c2f9a04", 4711);
 * }</pre>
 *
 * @param name that no other one has, also not one that ran before
 * @param host its machine
 * @param home which home folder on which machine has its logs; machines may have the same name
 * @param pid of its process
 */
public record Worker(String name, String host, String home, long pid) {}
