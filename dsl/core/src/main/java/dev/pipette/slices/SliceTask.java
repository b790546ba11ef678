package dev.pipette.slices;

/**
 * One slice, or several that follow each other, for a process that reads it: a value that travels as text. It holds no secret and
 * no code: the process has the source on its own class path, and its own settings.
 *
 * @param id the same for the same slice of the same load, whoever makes it: {@code 1766552400.000001/orders/000017-9f86d081}
 * @param loadId of the load that it belongs to
 * @param resource name
 * @param describe which slice it is, for people: {@code page=17}
 * @param stage address of the stage where the result is put
 * @param document everything else, as JSON
 */
public record SliceTask(String id, String loadId, String resource, String describe, String stage, String document) {}
