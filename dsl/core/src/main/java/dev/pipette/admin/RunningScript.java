package dev.pipette.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The script that runs pipelines, as a trace names it. Who runs a script says so; the runs of its thread, and of the threads
 * that it starts, then know it.
 *
 * <pre>{@code
 * RunningScript.of(Path.of("day.jsh")).run(() -> pipeline.run(orders));
 * pipeline.admin().trace().script();   // day.jsh and the SHA-256 of its bytes
 * }</pre>
 *
 * @param name as it was given, without secrets
 * @param sha256 the SHA-256 of its bytes when it began, in 64 hexadecimal digits
 */
public record RunningScript(String name, String sha256) {
    private static final String NAME = "pipette.script.name";
    private static final String SHA256 = "pipette.script.sha256";

    private static final InheritableThreadLocal<@Nullable RunningScript> HERE = new InheritableThreadLocal<>();

    /** A script in a file, as the file is now. */
    public static RunningScript of(Path file) throws IOException {
        return new RunningScript(file.toString(), sha256(Files.readAllBytes(file)));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The script that this thread, or this whole process, runs; empty where none was named. */
    public static Optional<RunningScript> current() {
        RunningScript here = HERE.get();
        String name = System.getProperty(NAME);
        String sha256 = System.getProperty(SHA256);
        return here != null || name == null || sha256 == null
                ? Optional.ofNullable(here)
                : Optional.of(new RunningScript(name, sha256));
    }

    /**
     * What a script does.
     *
     * @param <T> what it returns
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Does it. */
        T call() throws IOException;
    }

    /** Does the work of the script on this thread; what it loads is traced with the script's name. */
    public <T extends @Nullable Object> T run(Work<T> work) throws IOException {
        RunningScript before = HERE.get();
        HERE.set(this);
        try {
            return work.call();
        } finally {
            if (before == null) {
                HERE.remove();
            } else {
                HERE.set(before);
            }
        }
    }

    /** The options of a JVM that runs this script and nothing else. */
    public List<String> options() {
        return List.of("-D" + NAME + "=" + name, "-D" + SHA256 + "=" + sha256);
    }
}
