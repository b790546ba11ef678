package dev.pipette.sftp;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.common.session.SessionContext;

/**
 * The password of one session, which is sent once: as a password, or where the server does not take one, as the answer to its
 * question. Servers count both as attempts, and block a user or an address after a few.
 */
final class OnePassword implements PasswordIdentityProvider {
    private final String password;
    private boolean sent;

    OnePassword(String password) {
        this.password = password;
    }

    @Override
    public Iterable<String> loadPasswords(SessionContext session) {
        return Once::new;
    }

    private synchronized boolean isLeft() {
        return !sent;
    }

    private synchronized String take() {
        if (sent) {
            throw new NoSuchElementException();
        }
        sent = true;
        return password;
    }

    private final class Once implements Iterator<String> {
        @Override
        public boolean hasNext() {
            return isLeft();
        }

        @Override
        public String next() {
            return take();
        }
    }
}
