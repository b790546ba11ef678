package dev.pipette.testing.s3;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Server;

/**
 * The two things of S3Proxy 4.1 that it does not show: its HTTP server, in front of which a handler can break an answer
 * off at an exact byte, and the folder of its objects, where their modification times are.
 */
final class S3ProxyInsides {
    private S3ProxyInsides() {}

    static void putInFront(S3Proxy proxy, Handler.Singleton handler) {
        try {
            Field server = S3Proxy.class.getDeclaredField("server");
            server.setAccessible(true);
            ((Server) server.get(proxy)).insertHandler(handler);
        } catch (ReflectiveOperationException changed) {
            throw unknown(changed);
        }
    }

    static Path root(AbstractNio2BlobStore store) {
        try {
            Method root = AbstractNio2BlobStore.class.getDeclaredMethod("getRoot");
            root.setAccessible(true);
            return (Path) root.invoke(store);
        } catch (ReflectiveOperationException changed) {
            throw unknown(changed);
        }
    }

    private static IllegalStateException unknown(ReflectiveOperationException changed) {
        return new IllegalStateException(
                "this version of S3Proxy is not known here: " + changed + ". Use the version that Pipette manages.",
                changed);
    }
}
