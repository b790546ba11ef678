package dev.pipette.sftp;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.files.Retries;
import dev.pipette.settings.Secret;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.jspecify.annotations.Nullable;

/**
 * A session with one server, opened when it is first needed and again when it broke off. Neither the user's own
 * configuration of SSH nor an agent is asked: a script that names a server must not offer it all of a person's keys.
 */
final class Connection implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    private final String resource;
    private final SftpAddress address;
    private final Login login;
    private final Retries retries;
    private @Nullable SshClient client;
    private @Nullable ClientSession session;
    private boolean closed;

    Connection(String resource, SftpAddress address, Login login, Retries retries) {
        this.resource = resource;
        this.address = address;
        this.login = login;
        this.retries = retries;
    }

    /**
     * Opens a channel for files.
     *
     * @throws IOException for what may pass
     * @throws PipetteException SOURCE_AUTH or BAD_SETTINGS
     */
    SftpClient files() throws IOException {
        return SftpClientFactory.instance().createSftpClient(session());
    }

    private synchronized ClientSession session() throws IOException {
        if (closed) {
            throw new IllegalStateException("the location is closed");
        }
        ClientSession open = session;
        if (open == null || !open.isOpen()) {
            open = connected();
            session = open;
        }
        return open;
    }

    private SshClient client() {
        SshClient started = client;
        if (started == null) {
            started = SshClient.setUpDefaultClient();
            started.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            started.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            started.setAgentFactory(null);
            CoreModuleProperties.IDLE_TIMEOUT.set(started, Duration.ZERO);
            CoreModuleProperties.HEARTBEAT_INTERVAL.set(
                    started, retries.timeout().dividedBy(4));
            CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(started, 4);
            started.start();
            client = started;
        }
        return started;
    }

    private ClientSession connected() throws IOException {
        SshClient started = client();
        HostKeys keys = new HostKeys(resource, address, login.knownHosts());
        started.setServerKeyVerifier(keys);
        started.setSignatureFactories(keys.inOrder(started.getSignatureFactories()));
        ConnectFuture connecting = started.connect(address.user(), address.plainHost(), address.port());
        ClientSession opened = connecting.verify(CONNECT).getClientSession();
        boolean loggedIn = false;
        try {
            login.password()
                    .map(Secret::reveal)
                    .ifPresent(password -> opened.setPasswordIdentityProvider(new OnePassword(password)));
            if (login.keyFile().isPresent()) {
                key(opened).forEach(opened::addPublicKeyIdentity);
            }
            opened.auth().verify(CONNECT);
            loggedIn = true;
            return opened;
        } catch (SshException failed) {
            PipetteException unknown = keys.problem();
            if (unknown != null) {
                throw unknown;
            }
            if (failed.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
                throw new PipetteException(
                        ErrorCode.SOURCE_AUTH,
                        "resource " + resource + ": " + address.place() + " does not let user '" + address.user()
                                + "' in with the " + by()
                                + ". Not tried again: repeated failures block an address. Correct"
                                + " the user, SFTP_KEY_FILE or SFTP_PASSWORD.",
                        failed);
            }
            throw failed;
        } finally {
            if (!loggedIn) {
                opened.close(true);
            }
        }
    }

    private String by() {
        return login.keyFile().isPresent()
                ? "key " + login.keyFile().get() + (login.password().isPresent() ? " or the password" : "")
                : "password";
    }

    private List<KeyPair> key(ClientSession opened) {
        FileKeyPairProvider file = new FileKeyPairProvider(login.keyFile().orElseThrow());
        login.passphrase().ifPresent(phrase -> file.setPasswordFinder(FilePasswordProvider.of(phrase.reveal())));
        RuntimeException why = null;
        try {
            List<KeyPair> keys = new ArrayList<>();
            file.loadKeys(opened).forEach(keys::add);
            if (!keys.isEmpty()) {
                return keys;
            }
        } catch (RuntimeException failed) {
            why = failed;
        }
        String text =
                "resource " + resource + ": the private key " + login.keyFile().orElseThrow()
                        + " cannot be read. If it has a passphrase, set SFTP_KEY_PASSPHRASE or .passphrase(..); otherwise provide a"
                        + " key of OpenSSH or PEM.";
        throw why == null
                ? new PipetteException(ErrorCode.BAD_SETTINGS, text)
                : new PipetteException(ErrorCode.BAD_SETTINGS, text, why);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            session.close(true);
        }
        if (client != null) {
            client.stop();
        }
    }
}
