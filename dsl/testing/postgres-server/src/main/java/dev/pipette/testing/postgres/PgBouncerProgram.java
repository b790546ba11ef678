package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program of PgBouncer: the installed one, or else the package of Debian or Ubuntu, which is downloaded once into the
 * user's cache and unpacked for each build. No root is needed.
 *
 * @param command how to run it
 * @param version its two first numbers, major and minor
 */
record PgBouncerProgram(List<String> command, int major, int minor) {
    private static final Pattern VERSION = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern LIBRARY = Pattern.compile("\\.so(\\.\\d+)*$");

    static PgBouncerProgram of(Build build) {
        Optional<Path> installed = Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)), Stream.of("/usr/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
        List<String> command =
                installed.isPresent() ? List.of(installed.get().toString()) : build.alone(PgBouncerProgram::unpacked);
        String output = Shell.run(Path.of("/"), plus(command, "-V")).output();
        Matcher version = VERSION.matcher(output);
        if (!version.find()) {
            throw Unavailable.because("PgBouncer does not run here: " + output, null);
        }
        return new PgBouncerProgram(command, Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)));
    }

    /** Whether it keeps prepared statements of clients apart: 1.21 was the first that could. */
    boolean knowsPreparedStatements() {
        return major > 1 || minor >= 21;
    }

    private static List<String> unpacked(Path build) {
        Path root = build.resolve("pgbouncer");
        try {
            if (Files.notExists(root)) {
                unpack(build, root);
                if (Shell.run(build, plus(command(root), "-V")).exit() != 0) {
                    // cached where other libraries were installed than are here
                    Folders.delete(root);
                    Folders.delete(cache());
                    unpack(build, root);
                }
            }
            return command(root);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void unpack(Path build, Path root) throws IOException {
        List<Path> packages = packages(build);
        Path part = build.resolve("pgbouncer.unpacked");
        Folders.delete(part);
        Files.createDirectory(part);
        for (Path one : packages) {
            Shell.Result result = Shell.run(build, List.of("dpkg", "-x", one.toString(), part.toString()));
            if (result.exit() != 0) {
                throw Unavailable.because("dpkg cannot unpack " + one + ": " + result.output(), null);
            }
        }
        Files.move(Folders.passable(part), root);
    }

    private static List<String> command(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            String libraries = String.join(
                    ":",
                    files.filter(file -> LIBRARY.matcher(file.getFileName().toString())
                                    .find())
                            .map(file -> String.valueOf(file.getParent()))
                            .distinct()
                            .toList());
            return List.of(
                    "env",
                    "LD_LIBRARY_PATH=" + libraries,
                    root.resolve("usr/sbin/pgbouncer").toString());
        }
    }

    /** The package of PgBouncer and those of libraries that are not installed, from the cache or else downloaded. */
    private static List<Path> packages(Path build) throws IOException {
        Path cache = cache();
        List<Path> cached = debs(cache);
        if (!cached.isEmpty()) {
            return cached;
        }
        List<String> names = names(build);
        Path part = Files.createTempDirectory(build, "packages-");
        Shell.Result downloaded = Shell.run(part, plus(List.of("apt-get", "-qq", "download"), names));
        if (downloaded.exit() != 0) {
            throw Unavailable.because("PgBouncer cannot be downloaded: " + downloaded.output(), null);
        }
        try {
            Files.createDirectories(cache.getParent());
            Path copy = Files.createTempDirectory(cache.getParent(), "part-");
            for (Path one : debs(part)) {
                Files.copy(one, copy.resolve(one.getFileName()));
            }
            Files.move(copy, cache);
        } catch (IOException noCache) {
            return debs(part);
        }
        return debs(cache);
    }

    /** Asks apt what an installation would bring, and leaves out all that is neither PgBouncer nor a library of C. */
    private static List<String> names(Path build) {
        List<String> simulation = List.of("apt-get", "-s", "-qq", "--no-install-recommends", "install", "pgbouncer");
        Shell.Result plan = Shell.run(build, simulation);
        if (plan.exit() != 0) {
            // a fresh container has no lists of packages; only root can fetch them
            Shell.run(build, List.of("apt-get", "-qq", "update"));
            plan = Shell.run(build, simulation);
        }
        if (plan.exit() != 0) {
            throw Unavailable.because(
                    "No PgBouncer here: install it, or on Debian and Ubuntu run apt-get update (" + plan.output() + ")",
                    null);
        }
        return plan.output()
                .lines()
                .filter(line -> line.startsWith("Inst "))
                .map(line -> line.split(" ", -1)[1])
                .filter(name -> name.equals("pgbouncer") || name.startsWith("lib") && !name.endsWith("-perl"))
                .toList();
    }

    private static List<Path> debs(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .sorted()
                    .toList();
        }
    }

    /** One folder for each release of the system, whose libraries the packages need. */
    private static Path cache() {
        String home = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        String release = Shell.lines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith("VERSION_CODENAME="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst()
                .orElse("unknown");
        return Path.of(home, "pipette", "pgbouncer-" + release + "-" + System.getProperty("os.arch"));
    }

    private static List<String> plus(List<String> words, String last) {
        return plus(words, List.of(last));
    }

    private static List<String> plus(List<String> words, List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return all;
    }
}
