package dev.pipette.testing.postgres;

import java.io.IOException;
import java.nio.file.Path;

/** A JVM that holds a server until its input ends or until it is killed, and says where the server is. */
final class ServerHolder {
    private ServerHolder() {}

    /** Takes {@code own}, {@code shared}, or the pid of a build whose server is shared. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int port = switch (arguments[0]) {
            case "own" -> PostgresServer.own().port();
            case "shared" -> PostgresServer.shared().port();
            default -> SharedPostgres.address(new Build(build(arguments[0]))).port();
        };
        System.out.println(port);
        System.out.flush();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private static ProcessHandle build(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Starts such a JVM, with its temporary files in a folder. */
    static Process start(Path temporary, String which) throws IOException {
        return command(temporary, which).start();
    }

    static ProcessBuilder command(Path temporary, String which) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dpipette.testing.folder=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerHolder.class.getName(),
                        which)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
