package dev.pipette.jobs;

/**
 * A file of a version of a job, which the store keeps by its content: its script, or a library of it.
 *
 * <pre>{@code
 * byte[] script = store.files().read(version.script().orElseThrow());
 * }</pre>
 *
 * @param name without folders
 * @param sha256 of its bytes, in hexadecimal digits
 */
public record JobFile(String name, String sha256) {}
