package dev.pipette.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The script that runs pipelines, as a trace names it. A {@link dev.pipette.RunContext} carries it.
 *
 * <pre>{@code
 * RunContext.NONE.script(RunningScript.of(Path.of("day.jsh"))).call(() -> pipeline.run(orders));
 * pipeline.admin().trace().script();   // day.jsh and the SHA-256 of its bytes
 * }</pre>
 *
 * @param name as it was given, without secrets
 * @param sha256 the SHA-256 of its bytes when it began, in 64 hexadecimal digits
 */
public record RunningScript(String name, String sha256) {
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
}
