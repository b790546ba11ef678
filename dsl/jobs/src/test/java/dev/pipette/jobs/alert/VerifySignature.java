package dev.pipette.jobs.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a receiver checks an alert; {@code dsl/docs/jobs.md} shows it. */
final class VerifySignature {
    private VerifySignature() {}

    // the sample of the page begins here
    static boolean isGenuine(String header, String body, String secret, long nowSeconds)
            throws GeneralSecurityException {
        String time = header.substring("t=".length(), header.indexOf(','));
        byte[] signature = HexFormat.of().parseHex(header.substring(header.indexOf("v1=") + "v1=".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
        boolean recent =
                Math.abs(nowSeconds - Long.parseLong(time)) <= 300; // an old one may be sent again by a stranger
        return recent && MessageDigest.isEqual(expected, signature);
    }
    // the sample of the page ends here
}
