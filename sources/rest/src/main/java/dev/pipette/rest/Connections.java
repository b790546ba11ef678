package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Connections, which all clients share; proxies and certificates. */
final class Connections {
    private static final int IDLE = 64;

    /** Its daemon threads end by themselves. Retries are in one place, and a redirection would take the key along. */
    private static final class Shared {
        private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(IDLE, 5, TimeUnit.MINUTES))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    private Connections() {}

    /**
     * Connections with the options of a client.
     *
     * @throws PipetteException BAD_USAGE when its certificates cannot be read
     */
    static OkHttpClient of(ClientOptions options) {
        OkHttpClient.Builder client =
                Shared.CLIENT.newBuilder().callTimeout(options.timeout()).readTimeout(options.timeout());
        options.proxy().ifPresent(proxy -> through(client, proxy));
        options.caFile().ifPresent(file -> trusting(client, options.name(), file));
        return client.build();
    }

    private static void through(OkHttpClient.Builder client, HttpUrl proxy) {
        client.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        if (!proxy.username().isEmpty()) {
            String credentials = Credentials.basic(proxy.username(), proxy.password());
            client.proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                    ? null // it has seen them already
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", credentials)
                            .build());
        }
    }

    private static void trusting(OkHttpClient.Builder client, String api, Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new CertificateException("there is none in it");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            X509TrustManager either = new Either(trust(store), trust(null));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {either}, null);
            client.sslSocketFactory(context.getSocketFactory(), either);
        } catch (IOException | GeneralSecurityException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    api + ": the certificates in " + file + " cannot be read: " + failed.getMessage()
                            + ". caFile(..) is a file of certificates in PEM, which begin with -----BEGIN CERTIFICATE-----.",
                    failed);
        }
    }

    private static X509TrustManager trust(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("there is no trust manager"));
    }

    /** Trusts what one of two trusts. */
    private record Either(X509TrustManager own, X509TrustManager system) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            system.checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            try {
                own.checkServerTrusted(chain, type);
            } catch (CertificateException unknown) {
                system.checkServerTrusted(chain, type);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return Stream.of(own, system)
                    .flatMap(one -> Arrays.stream(one.getAcceptedIssuers()))
                    .toArray(X509Certificate[]::new);
        }
    }
}
