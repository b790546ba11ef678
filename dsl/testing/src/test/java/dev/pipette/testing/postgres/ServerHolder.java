package dev.pipette.testing.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that holds a server until its input ends or until it is killed, and says where the server is. */
final class ServerHolder {
    private ServerHolder() {}

    /** Takes nothing, for a server of its own, or the pid of the build whose server is shared. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            PostgresServer server = PostgresServer.own();
            System.out.println(server.port());
        } else {
            ProcessHandle build = ProcessHandle.of(Long.parseLong(arguments[0])).orElseThrow();
            System.out.println(SharedPostgres.address(new Build(build)).port());
        }
        System.out.flush();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    /** Starts such a JVM, with its temporary files in a folder. */
    static Process start(Path temporary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                ServerHolder.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
