package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on a port of the loopback address and hands each connection to a virtual thread of its own. */
final class SocketServer implements AutoCloseable {
    private final Handler handler;
    private final int port;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private Listener listener;

    /** A socket, and the thread that waits on it: the port is closed only when that thread has left the socket. */
    private record Listener(ServerSocket socket, Thread acceptor) {
        void end() {
            close(socket);
            try {
                acceptor.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Serves a connection; it is closed afterwards, and what the other end does wrong is no error here. */
    interface Handler {
        void serve(Socket socket) throws IOException;
    }

    SocketServer(Handler handler) {
        this.handler = handler;
        this.listener = listen(0);
        this.port = listener.socket().getLocalPort();
    }

    int port() {
        return port;
    }

    int connections() {
        return connections.get();
    }

    private Listener listen(int wanted) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return new Listener(socket, Thread.ofVirtual().start(() -> accept(socket)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                connections.incrementAndGet();
                open.add(accepted);
                Thread.ofVirtual().start(() -> serve(accepted));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            handler.serve(socket);
        } catch (IOException ended) {
            // the other end is gone, or this server was closed
        } finally {
            open.remove(socket);
        }
    }

    /** Lets the operating system refuse new connections; those that are open stay. */
    synchronized void refuse() {
        listener.end();
    }

    /** Listens again on the same port. */
    synchronized void acceptAgain() {
        if (listener.socket().isClosed()) {
            listener = listen(port);
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception failed) {
            throw new IllegalStateException("a socket cannot be closed", failed);
        }
    }

    @Override
    public synchronized void close() {
        listener.end();
        open.forEach(SocketServer::close);
    }
}
