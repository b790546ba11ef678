package dev.pipette.testing.s3;

import java.nio.ByteBuffer;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An answer that has more bytes behind its object, and does not say how many it has. */
final class LongerResponse extends Response.Wrapper {
    private final int more;

    LongerResponse(Request request, Response response, int more) {
        super(request, response);
        this.more = more;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        if (!isCommitted()) {
            getHeaders().remove(HttpHeader.CONTENT_LENGTH);
        }
        Callback behind = Callback.from(() -> super.write(true, ByteBuffer.allocate(more), callback), callback::failed);
        super.write(false, content, last ? behind : callback);
    }
}
