package dev.pipette.testing.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * Remembers the sockets that the server took. MockWebServer only closes them, and TCP's RST wants an option of the socket;
 * it numbers its connections in the order in which it takes them, and so does this.
 */
final class AcceptedSockets extends ServerSocketFactory {
    private final Map<Integer, Socket> open = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /** From now on the end of a connection is a RST: what was not sent is thrown away (SO_LINGER with no time). */
    void resetAtClose(int connection) {
        Socket socket = open.get(connection);
        if (socket == null) {
            return; // its client has gone
        }
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closed) {
            // its client has gone, and has seen the end already
        }
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                Socket socket = super.accept();
                // headers and body are two packets: without this the second waits 40 ms for the first to be
                // acknowledged
                socket.setTcpNoDelay(true);
                open.values().removeIf(Socket::isClosed);
                open.put(next.getAndIncrement(), socket);
                return socket;
            }
        };
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        throw new IOException("only unbound sockets are wanted here");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return createServerSocket(port);
    }
}
