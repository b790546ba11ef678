package dev.pipette.testing.s3;

import java.nio.ByteBuffer;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An answer with the checksum of the whole object, which S3 gives to clients that ask for it, and S3Proxy 4.1 does not.
 * An answer that is a part, or an error, has none.
 */
final class ChecksumResponse extends Response.Wrapper {
    private static final String MODE = "x-amz-checksum-mode";

    private final String checksum;

    private ChecksumResponse(Request request, Response response, String checksum) {
        super(request, response);
        this.checksum = checksum;
    }

    static Response of(Request request, Response response, ScriptedStore store, String bucket, String key) {
        boolean wanted = "ENABLED".equalsIgnoreCase(request.getHeaders().get(MODE))
                && !request.getHeaders().contains(HttpHeader.RANGE);
        return wanted
                ? store.checksum(bucket, key)
                        .<Response>map(checksum -> new ChecksumResponse(request, response, checksum))
                        .orElse(response)
                : response;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        if (!isCommitted() && getStatus() == 200) {
            getHeaders().put("x-amz-checksum-crc32", checksum);
            getHeaders().put("x-amz-checksum-type", "FULL_OBJECT");
        }
        super.write(last, content, callback);
    }
}
