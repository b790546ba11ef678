package dev.pipette.duckdb;

import dev.pipette.duckdb.OpenFile.Mode;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.Check;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationSession;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.duckdb.DuckDBDriver;

/** A DuckDB database file. */
final class DuckDbClient implements DestinationClient {
    /** DuckDB identifiers have no limit; dlt's capability says this one. */
    private static final int MAX_IDENTIFIER = 65_536;

    /** The oldest storage that holds our types, so that older DuckDB readers can open a new file. */
    private static final String OLDEST_STORAGE = "v0.10.2";

    /** How DuckDB's messages begin when rows are at fault; it has no codes. */
    private static final List<String> ROW_ERRORS =
            List.of("Constraint Error", "Conversion Error", "Out of Range Error", "Invalid Input Error");

    /** How they begin when it refuses what is done to a table, which it will do again. */
    private static final List<String> REFUSALS =
            List.of("Catalog Error", "Binder Error", "Not implemented Error", "Dependency Error");

    private static final String OTHER_THREAD = "another thread of this process";
    private static final long PAUSE_MILLIS = 50;

    private static final String SCHEME = "duckdb:";

    private final DestinationConfig config;
    /** As it was named. */
    private final Path named;
    /** The file itself, whatever links lead to it: DuckDB and our locks take two names for two databases. */
    private final Path file;

    DuckDbClient(DestinationConfig config) {
        if (config.location().isBlank() || config.location().equals(":memory:")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "duckdb:" + config.location() + " names no file. A database in memory would be gone with the run;"
                            + " write duckdb:FILE.");
        }
        this.config = config;
        this.named = Path.of(config.location()).toAbsolutePath().normalize();
        this.file = RealPath.of(named);
    }

    @Override
    public String describe() {
        return "duckdb " + config.location();
    }

    @Override
    public String identity() {
        return SCHEME + file;
    }

    @Override
    public String address() {
        return SCHEME + named;
    }

    @Override
    public boolean isNamed(String identity) {
        return other(identity).filter(this::isThis).isPresent();
    }

    @Override
    public boolean isBeside(String identity) {
        return other(identity)
                .filter(other -> Files.exists(other) && !isThis(other))
                .isPresent();
    }

    private static Optional<Path> other(String identity) {
        return identity.startsWith(SCHEME)
                ? Optional.of(RealPath.of(Path.of(identity.substring(SCHEME.length()))))
                : Optional.empty();
    }

    /** By its path, or as a hard link. */
    private boolean isThis(Path other) {
        try {
            return other.equals(file) || (Files.exists(other) && Files.exists(file) && Files.isSameFile(other, file));
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Override
    public String dltType() {
        return "dlt.destinations.duckdb";
    }

    @Override
    public int maxIdentifierLength() {
        return MAX_IDENTIFIER;
    }

    @Override
    public boolean isMadeByLoads() {
        return true;
    }

    @Override
    public boolean exists() {
        return Files.exists(file);
    }

    @Override
    public List<Check> diagnose() {
        return new DuckDbDiagnosis(this, file).checks();
    }

    @Override
    public DestinationSession open(Access access) {
        return open(access, holder -> {});
    }

    @Override
    public DestinationSession open(Access access, Consumer<String> waiting) {
        long deadline = System.nanoTime() + config.lockTimeout().toNanos();
        try {
            return open(hold(access, deadline, waiting), deadline, waiting);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PipetteException(
                    ErrorCode.INTERRUPTED,
                    describe() + ": the run was interrupted while it waited for another one. What was not committed"
                            + " waits, and the next run continues with it.",
                    interrupted);
        }
    }

    /** A database in memory, under the name that the file's would have. */
    @Override
    public DestinationSession openMissing() {
        String catalog = file.getFileName().toString().replaceFirst("\\..*$", "");
        try {
            Connection connection =
                    Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
            try (Statement statement = configured(connection, Optional.empty()).createStatement()) {
                statement.execute("ATTACH ':memory:' AS " + DuckDbSession.quoted(catalog));
                statement.execute("USE " + DuckDbSession.quoted(catalog));
            }
            return new DuckDbSession(this, connection, OpenFile.ofNothing(), catalog);
        } catch (SQLException failed) {
            throw failure("open a database in memory", failed);
        }
    }

    private OpenFile.Hold hold(Access access, long deadline, Consumer<String> waiting) throws InterruptedException {
        OpenFile here = OpenFile.at(file);
        if (access == Access.WRITE && here.isLoadedByOthers()) {
            waiting.accept(held(OTHER_THREAD));
        }
        return switch (access) {
            case READ -> here.read();
            case EDIT -> here.edit(deadline).orElseThrow(() -> locked(OTHER_THREAD));
            case WRITE -> here.load(deadline).orElseThrow(() -> locked(OTHER_THREAD));
        };
    }

    private DestinationSession open(OpenFile.Hold hold, long deadline, Consumer<String> waiting)
            throws InterruptedException {
        boolean opened = false;
        try {
            Connection connection = connect(hold, deadline, waiting);
            DestinationSession session = new DuckDbSession(this, connection, hold, catalog(connection));
            opened = true;
            return session;
        } catch (SQLException failed) {
            throw failure("open it", failed);
        } finally {
            if (!opened) {
                hold.close();
            }
        }
    }

    private Connection connect(OpenFile.Hold hold, long deadline, Consumer<String> waiting)
            throws InterruptedException {
        if (hold.mode() == Mode.LOAD && !Files.exists(file)) {
            makeFolder();
            create();
        }
        boolean first = true;
        while (true) {
            DatabaseFile.check(describe(), file);
            try {
                return connect(hold.mode());
            } catch (SQLException failed) {
                String message = String.valueOf(failed.getMessage());
                boolean lockedElsewhere = message.contains("Could not set lock");
                boolean openOtherwise = message.contains("with a different configuration");
                if (openOtherwise && hold.mode() == Mode.READ_ONLY) {
                    hold.becomeGuest();
                    continue;
                }
                // another thread is closing the last connection: the file is still DuckDB's, and can be shared no more
                boolean closing = message.contains("Unique file handle conflict");
                if (!lockedElsewhere && !closing) {
                    throw cannotOpen(message, failed);
                }
                String holder = closing ? OTHER_THREAD : holder(message);
                if (System.nanoTime() > deadline) {
                    throw locked(holder);
                }
                if (first) {
                    waiting.accept(held(holder));
                    first = false;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private Connection connect(Mode mode) throws SQLException {
        Optional<String> memoryLimit = Optional.ofNullable(config.settings().get("memory_limit"));
        return switch (mode) {
            case READ_ONLY -> ReadOnly.configured(openConnection(file, ReadOnly.properties()), memoryLimit);
            case GUEST, EDIT, LOAD -> configured(openConnection(file, new Properties()), memoryLimit);
        };
    }

    private static Connection openConnection(Path database, Properties properties) throws SQLException {
        // not by DriverManager, which would start every driver on the class path
        return Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:" + database, properties));
    }

    /**
     * Makes an empty database beside its place and links it there whole. DuckDB refuses a file whose making was broken
     * off by a kill, and refuses a second connection in this process while the first has the setting for the storage.
     * A link, unlike a move, never takes the place of a database that another process has made meanwhile.
     */
    private void create() {
        Path draft = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            Files.deleteIfExists(draft);
            Properties properties = new Properties();
            properties.setProperty("storage_compatibility_version", OLDEST_STORAGE);
            openConnection(draft, properties).close();
            try {
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException madeMeanwhile) {
                // It is as good as ours.
            } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
                Files.move(draft, file);
            }
            Files.deleteIfExists(draft);
        } catch (SQLException failed) {
            throw cannotMake(message(failed).replace(draft.toString(), file.toString()), failed);
        } catch (IOException failed) {
            throw cannotMake(failed.getClass().getSimpleName() + " " + failed.getMessage(), failed);
        }
    }

    private PipetteException cannotMake(String reason, Exception failed) {
        return new PipetteException(
                ErrorCode.DESTINATION_FAILED,
                describe() + " cannot be made: " + reason + ". Check that its folder may be written, or name a file in"
                        + " another one.",
                failed);
    }

    private static Connection configured(Connection connection, Optional<String> memoryLimit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET enable_progress_bar = false");
            // a query must not fetch code from the network and run it: who needs an extension loads it
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            if (memoryLimit.isPresent()) {
                statement.execute("SET memory_limit = '" + memoryLimit.get().replace("'", "''") + "'");
            }
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    private static String catalog(Connection connection) throws SQLException {
        return connection.getCatalog();
    }

    private void makeFolder() {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.DESTINATION_FAILED,
                    describe() + ": the folder " + folder + " cannot be made: "
                            + failed.getClass().getSimpleName() + " " + failed.getMessage()
                            + ". Check the path, and that the folder above may be written.",
                    failed);
        }
    }

    private PipetteException cannotOpen(String message, SQLException failed) {
        String reason = message.lines().findFirst().orElse("").replaceFirst("[.!]+$", "");
        String advice = message.contains("can only read storage version")
                ? "Another version of DuckDB wrote it: use the Pipette that comes with that version."
                : message.contains("Corrupt")
                        ? "The file is damaged: restore it from a copy, or name another one."
                        : "Check that the file may be read and written.";
        return new PipetteException(
                ErrorCode.DESTINATION_FAILED, describe() + " cannot be opened: " + reason + ". " + advice, failed);
    }

    private static String holder(String message) {
        int from = message.indexOf("Conflicting lock is held in ");
        int to = message.indexOf("). See", from);
        return from < 0 || to < 0
                ? "another process"
                : message.substring(from + "Conflicting lock is held in ".length(), to + 1);
    }

    private String held(String holder) {
        return describe() + " is held by " + holder;
    }

    private PipetteException locked(String holder) {
        return new PipetteException(
                ErrorCode.DESTINATION_LOCKED,
                held(holder) + "; waited "
                        + config.lockTimeout().toMillis()
                        + " ms. Close it there (an open Dataset.dsl() or DuckDB shell holds the file), or wait and run again.");
    }

    /** The first line of what DuckDB said. */
    static String message(Exception thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /** An error for a person's statements that ended the transaction in which they ran. */
    PipetteException endedTransaction(SQLException thrown) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                describe() + ": the statements ended their transaction by a COMMIT or ROLLBACK of their own, and what"
                        + " followed was committed one by one. All of it is done. Leave COMMIT and ROLLBACK out: the"
                        + " statements are committed together when all of them have succeeded.",
                thrown);
    }

    /** An error for something that failed while a package was written. */
    PipetteException refused(String doing, Exception thrown) {
        return failure(doing, thrown, ErrorCode.LOAD_REFUSED);
    }

    PipetteException failure(String doing, Exception thrown) {
        return failure(doing, thrown, ErrorCode.DESTINATION_FAILED);
    }

    private PipetteException failure(String doing, Exception thrown, ErrorCode refusal) {
        String message = message(thrown);
        boolean rows = ROW_ERRORS.stream().anyMatch(message::startsWith);
        boolean refused = REFUSALS.stream().anyMatch(message::startsWith);
        return new PipetteException(
                rows ? ErrorCode.ROW_REFUSED : refused ? refusal : ErrorCode.DESTINATION_FAILED,
                "could not " + doing + " (" + describe() + "): " + message + (message.endsWith(".") ? "" : ".")
                        + (message.contains("Could not write") ? " Is the disk full?" : "")
                        + " Nothing was changed."
                        + (rows
                                ? " Correct the rows, or the constraint of the table."
                                : refused && refusal == ErrorCode.LOAD_REFUSED
                                        ? " DuckDB will refuse it again: change the table, or load into another one."
                                        : ""),
                thrown);
    }
}
