package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: two sockets, and a virtual thread for each direction. */
final class ProxyConnection {
    /** How far back a text is looked for that arrives in pieces. */
    private static final int MEMORY = 1024;

    private final Socket client;
    private final Socket server;
    private final ProxyRules rules;
    private volatile ProxyRules.@Nullable Hold heldBy;

    ProxyConnection(Socket client, Socket server, ProxyRules rules) {
        this.client = client;
        this.server = server;
        this.rules = rules;
    }

    /** Whether the server's answers are kept back because of a rule; a cut ends that. */
    boolean isHeldBy(ProxyRules.@Nullable Hold rule) {
        return rule != null && rule == heldBy && !client.isClosed();
    }

    /** Forwards in both directions until both have ended. */
    void run() throws IOException {
        Thread answers = Thread.ofVirtual().start(() -> forward(ProxyRules.Direction.TO_CLIENT, server, client));
        forward(ProxyRules.Direction.TO_SERVER, client, server);
        try {
            answers.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(ProxyRules.Direction direction, Socket from, Socket to) {
        byte[] piece = new byte[8192];
        Listener listener = new Listener();
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            int length = input.read(piece);
            while (length >= 0) {
                if (direction == ProxyRules.Direction.TO_SERVER) {
                    listener.hear(piece, length);
                }
                ProxyRules.Verdict verdict = rules.admit(direction, length, this);
                if (client.isClosed()) {
                    return;
                }
                rules.count(direction, verdict.length());
                output.write(piece, 0, verdict.length());
                if (verdict.end().isPresent()) {
                    cut(verdict.end().get());
                    return;
                }
                length = input.read(piece);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            // one end is gone, so the other one shall see the same
            cut(CuttingProxy.End.RESET);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks for the text of a rule in what the client has sent since the rule was set. */
    private final class Listener {
        private ProxyRules.@Nullable Hold rule;
        private String recent = "";

        void hear(byte[] piece, int length) {
            ProxyRules.Hold now = rules.hold();
            if (now != rule) {
                rule = now;
                recent = "";
            }
            if (now != null) {
                recent += new String(piece, 0, length, StandardCharsets.ISO_8859_1);
                if (now.isIn(recent)) {
                    heldBy = now;
                }
                recent = recent.substring(Math.max(0, recent.length() - MEMORY));
            }
        }
    }

    /** Ends both sides in the same way. */
    void cut(CuttingProxy.End end) {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                if (end == CuttingProxy.End.RESET) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException alreadyClosed) {
                // which is what was wanted
            }
        }
        rules.change(() -> {});
    }
}
