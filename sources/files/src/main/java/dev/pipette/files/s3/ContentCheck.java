package dev.pipette.files.s3;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Whether the bytes that arrived are those that were stored. S3 gives the checksum of a whole object where it was stored
 * with one, which is so for all objects since the end of 2024 that were not stored in parts. For others the entity tag is
 * the MD5 of the content where it looks like one and no key of KMS or of the customer is used ("Common response headers" in
 * S3's API reference). Of an object that was stored in parts, without a checksum of the whole, nothing can be checked but
 * the size.
 */
final class ContentCheck {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final SdkChecksum sum;
    private final byte[] expected;
    private final boolean certain;

    private ContentCheck(ChecksumAlgorithm algorithm, byte[] expected, boolean certain) {
        this.sum = SdkChecksum.forAlgorithm(algorithm);
        this.expected = expected;
        this.certain = certain;
    }

    /** What an answer promises; empty where it promises nothing. */
    static Optional<ContentCheck> of(GetObjectResponse answer) {
        if (answer.checksumType() != ChecksumType.COMPOSITE) {
            Optional<ContentCheck> given = of(DefaultChecksumAlgorithm.CRC64NVME, answer.checksumCRC64NVME())
                    .or(() -> of(DefaultChecksumAlgorithm.CRC32C, answer.checksumCRC32C()))
                    .or(() -> of(DefaultChecksumAlgorithm.CRC32, answer.checksumCRC32()))
                    .or(() -> of(DefaultChecksumAlgorithm.SHA256, answer.checksumSHA256()))
                    .or(() -> of(DefaultChecksumAlgorithm.SHA1, answer.checksumSHA1()));
            if (given.isPresent()) {
                return given;
            }
        }
        String tag = KeyListing.plain(answer.eTag());
        return MD5.matcher(tag).matches() && !hasKey(answer)
                ? Optional.of(new ContentCheck(
                        DefaultChecksumAlgorithm.MD5, HexFormat.of().parseHex(tag), false))
                : Optional.empty();
    }

    private static Optional<ContentCheck> of(ChecksumAlgorithm algorithm, @Nullable String expected) {
        // that of an object in parts ends with their number
        return expected == null || expected.indexOf('-') >= 0
                ? Optional.empty()
                : Optional.of(new ContentCheck(algorithm, Base64.getDecoder().decode(expected), true));
    }

    private static boolean hasKey(GetObjectResponse answer) {
        ServerSideEncryption encryption = answer.serverSideEncryption();
        return answer.sseCustomerAlgorithm() != null
                || (encryption != null && encryption != ServerSideEncryption.AES256);
    }

    void update(byte[] bytes, int length) {
        sum.update(bytes, 0, length);
    }

    /** What arrived, to compare it with what arrived another time; call it once, at the end. */
    byte[] found() {
        return sum.getChecksumBytes();
    }

    boolean isExpected(byte[] found) {
        return java.util.Arrays.equals(found, expected);
    }

    /** Whether S3 promised this checksum; false where an entity tag looks like one, which not every store means. */
    boolean isCertain() {
        return certain;
    }
}
