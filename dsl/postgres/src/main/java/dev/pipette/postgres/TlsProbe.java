package dev.pipette.postgres;

import dev.pipette.postgres.Encryption.Origin;
import dev.pipette.spi.Check;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;

/** Asks a server whether it offers TLS; see "SSL Session Encryption" in PostgreSQL's description of its protocol. */
final class TlsProbe {
    static final String NAME = "tls";

    private static final int LENGTH = 8;
    private static final int SSL_REQUEST = 80_877_103;
    private static final Set<String> DEMANDING = Set.of("require", "verify-ca", "verify-full");

    private TlsProbe() {}

    /**
     * Asks on a fresh connection.
     *
     * @param encryption what the connections of loads are to have
     */
    static Check ask(Socket socket, Encryption encryption) throws IOException {
        new DataOutputStream(socket.getOutputStream()).write(request());
        int answer = socket.getInputStream().read();
        return switch (answer) {
            case 'S' -> offered(socket.getInetAddress(), encryption);
            case 'N' -> declined(socket.getInetAddress(), encryption);
            default ->
                Check.failed(
                        NAME,
                        answer < 0
                                ? "the connection was closed instead of an answer"
                                : "the answer is not PostgreSQL's",
                        "Check that the host and the port are those of a PostgreSQL server or pooler.");
        };
    }

    private static byte[] request() {
        return java.nio.ByteBuffer.allocate(LENGTH)
                .putInt(LENGTH)
                .putInt(SSL_REQUEST)
                .array();
    }

    private static Check offered(InetAddress address, Encryption encryption) {
        String mode = encryption.inForce();
        return (mode.equals("disable") || mode.equals("allow")) && !address.isLoopbackAddress()
                ? Check.warning(
                        NAME,
                        "offered, and not used (sslmode=" + mode + ")",
                        encryption.wayOut() + ": the rows travel readable.")
                : Check.ok(NAME, "offered (sslmode=" + mode + ")");
    }

    private static Check declined(InetAddress address, Encryption encryption) {
        if (DEMANDING.contains(encryption.inForce())) {
            return Check.failed(
                    NAME,
                    "not offered, and demanded (sslmode=" + encryption.inForce()
                            + (encryption.origin() == Origin.NOBODY ? ", the default for other machines)" : ")"),
                    "Where the network is trusted, say sslmode=disable in the URL; else let the server offer TLS.");
        }
        return address.isLoopbackAddress()
                ? Check.ok(NAME, "not offered; the connection stays on this machine")
                : Check.warning(NAME, "not offered", "Let the server offer TLS: the rows travel readable.");
    }
}
