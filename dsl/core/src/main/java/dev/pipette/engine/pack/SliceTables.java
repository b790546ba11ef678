package dev.pipette.engine.pack;

/**
 * Which tables the slices of a resource fill, as another process has to know it.
 *
 * @param root the root table of all rows
 * @param chosen whether each row chooses its root table instead
 * @param fileMark what the names of its files have that those of other resources with the same root table have not
 */
public record SliceTables(String root, boolean chosen, String fileMark) {}
