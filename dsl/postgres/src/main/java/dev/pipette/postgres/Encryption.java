package dev.pipette.postgres;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a connection is encrypted, and how far the server has to prove who it is. The address says it by {@code sslmode},
 * or else {@code PGSSLMODE}; otherwise a server on another machine must offer TLS, before anything is sent that belongs to a
 * login. As with libpq, {@code require} checks no certificate unless {@code sslrootcert} names one: poolers such as
 * Supabase's have certificates of authorities that no machine knows.
 *
 * @param mode the driver's {@code sslmode}; empty where the driver's default holds
 * @param origin who set the mode
 * @param local whether the server is on this machine, by its name
 * @param systemRoots whether the authorities that this Java knows are trusted
 */
record Encryption(String mode, Origin origin, boolean local, boolean systemRoots) {
    private static final String SSLMODE = "sslmode";
    private static final String ROOT = "sslrootcert";
    private static final String SYSTEM = "system";
    private static final String REQUIRE = "require";
    private static final String VERIFY_CA = "verify-ca";
    private static final String VERIFY_FULL = "verify-full";
    private static final String DRIVER_DEFAULT = "prefer";
    private static final String REQUIRE_AUTH = "requireAuth";
    private static final Set<String> WEAK = Set.of("disable", "allow", DRIVER_DEFAULT);

    /** Who set a mode. */
    enum Origin {
        ADDRESS,
        ENVIRONMENT,
        NOBODY
    }

    /**
     * Decides.
     *
     * @param parameters of the driver, those of the environment included
     */
    static Encryption of(PostgresAddress address, LibpqEnvironment environment, Map<String, String> parameters) {
        boolean local = address.isLocal();
        boolean system = SYSTEM.equals(parameters.get(ROOT));
        Optional<String> inAddress = mode(address.parameters());
        Optional<String> set = inAddress.or(() -> environment.value("PGSSLMODE"));
        Origin origin = inAddress.isPresent() ? Origin.ADDRESS : set.isPresent() ? Origin.ENVIRONMENT : Origin.NOBODY;
        String mode = set.map(text -> text.strip().toLowerCase(Locale.ROOT))
                .orElseGet(() -> local && !system ? "" : parameters.containsKey(ROOT) ? VERIFY_FULL : REQUIRE);
        if (system && !mode.equals(VERIFY_FULL)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "sslrootcert=system trusts every public authority, so it needs sslmode=verify-full, and not sslmode="
                            + mode + ". Take sslmode out, or write sslmode=verify-full.");
        }
        return new Encryption(
                mode.equals(REQUIRE) && parameters.containsKey(ROOT) ? VERIFY_CA : mode, origin, local, system);
    }

    /** The mode in an address. What JDBC calls {@code ssl} is {@code verify-full}. */
    private static Optional<String> mode(Map<String, String> parameters) {
        String ssl = parameters.getOrDefault("ssl", "false");
        return Optional.ofNullable(parameters.get(SSLMODE))
                .filter(text -> !text.isBlank())
                .or(() -> ssl.isEmpty() || ssl.equalsIgnoreCase("true") ? Optional.of(VERIFY_FULL) : Optional.empty());
    }

    /** The parameters with what was decided. */
    Map<String, String> in(Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        if (mode.isEmpty()) {
            all.remove(SSLMODE);
        } else {
            all.put(SSLMODE, mode);
        }
        if (systemRoots) {
            all.remove(ROOT);
            all.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        if (permitsPlaintext()) {
            all.putIfAbsent(REQUIRE_AUTH, "!password"); // never the password itself, whatever the server asks for
        }
        return all;
    }

    /** Whether rows may leave this machine unencrypted. */
    boolean permitsPlaintext() {
        return !local && WEAK.contains(mode);
    }

    /** The mode in force. */
    String inForce() {
        return mode.isEmpty() ? DRIVER_DEFAULT : mode;
    }

    /** What each run says of it. */
    Optional<String> note(PostgresAddress address) {
        if (!permitsPlaintext()) {
            return Optional.empty();
        }
        return Optional.of("the connection to " + address.host() + ":" + address.port()
                + (mode.equals("disable") ? " is not encrypted (" : " may be unencrypted (")
                + (origin == Origin.ADDRESS ? "sslmode=" + mode + " in the address" : "PGSSLMODE=" + mode)
                + "): others on the way can read the rows. " + wayOut() + " to require TLS");
    }

    /** How to take back the mode that was set. */
    String wayOut() {
        return origin == Origin.ENVIRONMENT ? "Unset PGSSLMODE" : "Take sslmode=" + mode + " out of the URL";
    }
}
