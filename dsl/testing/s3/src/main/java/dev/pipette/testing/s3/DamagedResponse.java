package dev.pipette.testing.s3;

import java.nio.ByteBuffer;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An answer whose first byte has one wrong bit, while its checksum is that of the object. */
final class DamagedResponse extends Response.Wrapper {
    private boolean damaged;

    DamagedResponse(Request request, Response response) {
        super(request, response);
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        if (damaged || content == null || !content.hasRemaining()) {
            super.write(last, content, callback);
            return;
        }
        damaged = true;
        ByteBuffer copy = ByteBuffer.allocate(content.remaining());
        copy.put(content).flip();
        copy.put(0, (byte) (copy.get(0) ^ 1));
        super.write(last, copy, callback);
    }
}
