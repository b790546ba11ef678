package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The data of one server, and the server process that runs on it. The programs are run directly, and not by pg_ctl or a
 * library: a test that kills the postmaster must know its pid.
 */
final class PostgresCluster {
    static final String USER = "postgres";

    /** A test's data is not worth a disk's time; all else is as PostgreSQL has it, with room for many tests at once. */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "full_page_writes=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_connections=300",
            "shared_buffers=256MB",
            // so that a killed server leaves nothing in /dev/shm
            "dynamic_shared_memory_type=mmap");

    private final Path folder;
    private final int diskMegabytes;
    private final Account account;
    private final Path programs;
    private final List<String> settings;
    private final String password;
    private String fileLimit = "";
    private int port;
    private ServerProcess process;

    /** Makes a cluster in a folder, and starts it. */
    PostgresCluster(Path folder, Path programs, List<String> settings, int diskMegabytes) {
        this.folder = folder;
        this.diskMegabytes = diskMegabytes;
        this.account = diskMegabytes > 0 ? Account.NAMESPACE : Account.in(folder);
        this.programs = programs;
        this.settings = List.copyOf(settings);
        this.password = Names.secret();
        initialize();
        this.process = startOnFreePort();
    }

    Address address() {
        return Address.local(port, USER, password);
    }

    Path folder() {
        return folder;
    }

    private Path data() {
        return folder.resolve("data");
    }

    boolean hasDisk() {
        return diskMegabytes > 0;
    }

    /** The folder in whose place the server finds a small disk. */
    Path disk() {
        return folder.resolve("disk");
    }

    private void initialize() {
        Path secret = folder.resolve("secret");
        try {
            if (hasDisk()) {
                Files.createDirectory(disk());
                Shell.Result mounted = Shell.run(folder, Account.withDisk(diskMegabytes, disk(), List.of("true")));
                if (mounted.exit() != 0) {
                    throw Unavailable.onThisMachine("no disk of its own for a server here: " + mounted.output());
                }
            }
            Files.writeString(secret, password);
            account.own(secret);
            account.own(Files.createDirectory(data()));
            Shell.Result made = Shell.run(
                    folder,
                    account.command(
                            programs.resolve("initdb").toString(),
                            "--pgdata=" + data(),
                            "--username=" + USER,
                            "--pwfile=" + secret,
                            "--auth=scram-sha-256",
                            // a test opens many connections, and its password needs no protection
                            "--set=scram_iterations=1",
                            "--encoding=UTF8",
                            "--no-locale",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-sync"));
            if (made.exit() != 0) {
                throw Unavailable.because("PostgreSQL does not run here: " + made.output(), null);
            }
            Files.delete(secret);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private ServerProcess startOnFreePort() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            port = FreePort.next();
            ServerProcess started = launch();
            if (started.await(() -> isReady(started))) {
                return started;
            }
            process = started;
        }
        throw new IllegalStateException("PostgreSQL does not start: " + process.log());
    }

    private ServerProcess launch() {
        List<String> command = new ArrayList<>(
                List.of(programs.resolve("postgres").toString(), "-D", data().toString(), "-p", String.valueOf(port)));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        List<String> whole = hasDisk() ? Account.withDisk(diskMegabytes, disk(), command) : account.command(command);
        return ServerProcess.start(folder, fileLimit, whole);
    }

    /** The server writes its pid into the first line of postmaster.pid and its status into the eighth (pidfile.h). */
    private boolean isReady(ServerProcess started) {
        List<String> lines = Shell.lines(data().resolve("postmaster.pid"));
        return lines.size() >= 8
                && lines.getFirst().equals(String.valueOf(started.pid()))
                && lines.get(7).strip().equals("ready");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.kill();
    }

    /** Ends the server: {@code INT} breaks its connections off and writes all down, {@code QUIT} writes nothing. */
    void end(String signal) {
        if (process.isAlive()) {
            process.end(signal);
        }
    }

    void restart() {
        if (hasDisk()) {
            throw new IllegalStateException("a server's own disk goes with it: it cannot be started again");
        }
        end("INT");
        process = launch();
        if (!process.await(() -> isReady(process))) {
            throw new IllegalStateException("PostgreSQL does not start again: " + process.log());
        }
    }

    void limitFiles(int megabytes) {
        fileLimit = String.valueOf(megabytes * 2048L);
        restart();
    }

    /** Ends the server and deletes all that it had, also what a killed one left in the kernel. */
    void delete() {
        List<String> lines = Shell.lines(data().resolve("postmaster.pid"));
        end("QUIT");
        if (lines.size() >= 7 && Files.exists(data().resolve("postmaster.pid"))) {
            String[] keyAndId = lines.get(6).strip().split(" +", -1);
            Shell.run(folder, List.of("ipcrm", "-m", keyAndId[keyAndId.length - 1]));
        }
        Folders.delete(folder);
    }
}
