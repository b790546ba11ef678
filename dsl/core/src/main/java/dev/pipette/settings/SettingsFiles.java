package dev.pipette.settings;

import dev.pipette.settings.Layer.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the files of settings, and gathers what is wrong with them. */
final class SettingsFiles {
    static final String DOT_ENV = ".env";
    static final String SECRETS = "secrets.toml";
    static final String SETTINGS = "pipette.toml";

    private final List<String> problems = new ArrayList<>();

    private interface Reader {
        Map<String, Raw> read(String content) throws Unreadable;
    }

    /**
     * The layers of a project's and a home's files, in their order.
     *
     * @throws dev.pipette.error.PipetteException BAD_SETTINGS with all files that cannot be read
     */
    static List<Layer> read(Path project, Path home) {
        SettingsFiles files = new SettingsFiles();
        boolean isHere = !isSame(project, home);
        List<Layer> layers = List.of(
                files.layer(Kind.DOT_ENV, project.resolve(DOT_ENV), DotEnv::read, isHere),
                files.layer(Kind.SECRETS_FILE, project.resolve(SECRETS), TomlFile::read, isHere),
                files.layer(Kind.SETTINGS_FILE, project.resolve(SETTINGS), TomlFile::read, isHere),
                files.layer(Kind.SECRETS_FILE, home.resolve(SECRETS), TomlFile::read, false),
                files.layer(Kind.SETTINGS_FILE, home.resolve(SETTINGS), TomlFile::read, false));
        SettingProblems.throwUnreadable(files.problems);
        return layers;
    }

    private static boolean isSame(Path project, Path home) {
        try {
            return Files.isSameFile(project.toAbsolutePath(), home);
        } catch (IOException missing) {
            return false;
        }
    }

    private Layer layer(Kind kind, Path file, Reader reader, boolean isHere) {
        Layer none = new Layer(kind, Optional.of(file), Map.of(), false, List.of(), isHere);
        if (Files.isDirectory(file)) {
            return none; // a Python environment is often called .env
        }
        try {
            Map<String, Raw> values = reader.read(content(file));
            return new Layer(
                    kind, Optional.of(file), values, true, kind == Kind.SECRETS_FILE ? notes(file) : List.of(), isHere);
        } catch (NoSuchFileException missing) {
            return none;
        } catch (Unreadable broken) {
            problems.add(file + broken.description());
        } catch (IOException failed) {
            problems.add(file + ": it cannot be read ("
                    + (failed instanceof AccessDeniedException ? "access is denied" : "the disk failed") + ").");
        }
        return none;
    }

    static String content(Path file) throws IOException, Unreadable {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new Unreadable("it is not UTF-8", OptionalInt.empty(), OptionalInt.empty());
        }
    }

    private static List<String> notes(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return List.of();
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        boolean open = permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ);
        return open
                ? List.of("other users can read " + file + " (" + PosixFilePermissions.toString(permissions)
                        + "); chmod 600 keeps them out.")
                : List.of();
    }
}
