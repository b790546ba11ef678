package dev.pipette.jobs.store;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * The scripts and libraries of all versions, each content once. So any machine can run any version.
 *
 * <pre>{@code
 * byte[] script = store.files().read(version.script().orElseThrow());
 * }</pre>
 */
public final class StoredFiles {
    private final Database database;

    StoredFiles(Database database) {
        this.database = database;
    }

    /** The digest by which a content is known. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * Reads a file whole, and checks its content.
     *
     * @throws PipetteException DESTINATION_FAILED when it is missing or was changed
     */
    public byte[] read(JobFile file) {
        Optional<byte[]> content = database.read(
                "read " + file.name(),
                dsl -> dsl.select(Tables.StoredFile.CONTENT)
                        .from(Tables.StoredFile.TABLE)
                        .where(Tables.StoredFile.SHA256.eq(file.sha256()))
                        .fetchOptional(Tables.StoredFile.CONTENT));
        if (content.isEmpty() || !sha256(content.get()).equals(file.sha256())) {
            throw new PipetteException(
                    ErrorCode.DESTINATION_FAILED,
                    file.name() + " in " + database.describe() + " is " + (content.isEmpty() ? "missing" : "changed")
                            + " (sha256 " + file.sha256() + "). It does not run. Promote the job again from its file.");
        }
        return content.get();
    }

    static void put(DSLContext dsl, String sha256, byte[] content, Instant now) {
        dsl.insertInto(Tables.StoredFile.TABLE)
                .set(Tables.StoredFile.SHA256, sha256)
                .set(Tables.StoredFile.CONTENT, content)
                .set(Tables.StoredFile.ADDED_AT, now)
                .onConflict(Tables.StoredFile.SHA256)
                .doUpdate() // what somebody changed in the table is right again
                .set(Tables.StoredFile.CONTENT, content)
                .execute();
    }
}
