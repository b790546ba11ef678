package dev.pipette.engine.distributed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Files as receipts name them. */
final class StagedFiles {
    private StagedFiles() {}

    /** What a receipt says of a file on this machine. */
    static StagedReceipt.StagedFile of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            long size = content.transferTo(java.io.OutputStream.nullOutputStream());
            return new StagedReceipt.StagedFile(
                    file.getFileName().toString(), size, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
