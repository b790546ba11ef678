package dev.pipette.testing.s3;

import java.nio.ByteBuffer;
import org.gaul.shaded.org.eclipse.jetty.io.EofException;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An answer whose connection ends after some bytes of its body; those arrive, and the headers promise all. */
final class CutResponse extends Response.Wrapper {
    private final Request request;
    private final Runnable meanwhile;
    private long remaining;

    /** @param meanwhile what happens before the connection ends */
    CutResponse(Request request, Response response, long bytes, Runnable meanwhile) {
        super(request, response);
        this.request = request;
        this.remaining = bytes;
        this.meanwhile = meanwhile;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        int length = content == null ? 0 : content.remaining();
        // an answer to a question for fewer bytes is whole
        if (content == null || length < remaining || (last && length == remaining)) {
            remaining -= length;
            super.write(last, content, callback);
            return;
        }
        ByteBuffer arriving = content.slice(content.position(), (int) remaining);
        content.position(content.limit());
        super.write(false, arriving, Callback.from(() -> end(callback), callback::failed));
    }

    private void end(Callback callback) {
        meanwhile.run();
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EofException("cut, as the test asked"));
    }
}
