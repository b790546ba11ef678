package dev.pipette.sftp;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.signature.Signature;
import org.jspecify.annotations.Nullable;

/** Lets in only a server whose key is in known_hosts; the file is never written. Remembers what is wrong for an error. */
final class HostKeys implements ServerKeyVerifier {
    private final String resource;
    private final SftpAddress address;
    private final Path file;
    private final Known known;
    private volatile @Nullable PipetteException problem;

    HostKeys(String resource, SftpAddress address, Path file) {
        this.resource = resource;
        this.address = address;
        this.file = file;
        this.known = new Known(file);
    }

    /**
     * The kinds of keys that a server is asked for, those that the file has of it first, as OpenSSH does: a server has keys of several
     * kinds, and shows one.
     */
    List<NamedFactory<Signature>> inOrder(List<NamedFactory<Signature>> kinds) throws IOException {
        Set<String> recorded = Files.isReadable(file)
                ? KnownHostEntry.readKnownHostEntries(file).stream()
                        .filter(entry -> entry.isHostMatch(address.plainHost(), address.port()))
                        .map(entry -> entry.getKeyEntry().getKeyType())
                        .collect(Collectors.toSet())
                : Set.of();
        return kinds.stream()
                .sorted(Comparator.comparing(kind -> !recorded.contains(KeyUtils.getCanonicalKeyType(kind.getName()))))
                .toList();
    }

    /** What is wrong with the key of the last server; null where it was let in. */
    @Nullable
    PipetteException problem() {
        return problem;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
        problem = null;
        if (known.verifyServerKey(session, remote, key)) {
            return true;
        }
        if (problem == null) {
            problem = new PipetteException(
                    ErrorCode.SOURCE_AUTH,
                    "resource " + resource + ": the key of " + address.place() + " is not known ("
                            + KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key)
                            + "). Nothing was sent to the"
                            + " server. Compare this fingerprint with the one that the server's operator gives. If it is"
                            + " the same, add this line to " + file + ": " + line(key));
        }
        return false;
    }

    private String line(PublicKey key) {
        String host = address.port() == SftpAddress.USUAL_PORT
                ? address.plainHost()
                : "[" + address.plainHost() + "]:" + address.port();
        return host + " " + PublicKeyEntry.toString(key);
    }

    private final class Known extends KnownHostsServerKeyVerifier {
        Known(Path file) {
            super(RejectAllServerKeyVerifier.INSTANCE, file);
        }

        @Override
        public boolean acceptModifiedServerKey(
                ClientSession session,
                SocketAddress remote,
                KnownHostEntry entry,
                PublicKey expected,
                PublicKey actual) {
            problem = new PipetteException(
                    ErrorCode.SOURCE_AUTH,
                    "resource " + resource + ": the key of " + address.place() + " is another one ("
                            + KeyUtils.getFingerPrint(actual) + ") than in " + file + " ("
                            + KeyUtils.getFingerPrint(expected)
                            + "). Another server may stand in its place, so nothing was sent to it. Ask the server's"
                            + " operator. If the key was changed on purpose, remove the old line (ssh-keygen -R "
                            + (address.port() == SftpAddress.USUAL_PORT
                                    ? address.plainHost()
                                    : "'[" + address.plainHost() + "]:" + address.port() + "'")
                            + ") and add: " + line(actual));
            return false;
        }
    }
}
