package dev.pipette.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A project and a home to read settings from, and an environment that is not that of the process. */
final class SettingsFolder {
    final Path project;
    final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();

    SettingsFolder(Path folder) {
        this.project = folder.resolve("project");
        this.home = folder.resolve("home");
    }

    SettingsFolder variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    SettingsFolder dotEnv(String content) {
        return file(project.resolve(".env"), content);
    }

    SettingsFolder secrets(String content) {
        return file(project.resolve("secrets.toml"), content);
    }

    SettingsFolder toml(String content) {
        return file(project.resolve("pipette.toml"), content);
    }

    SettingsFolder homeSecrets(String content) {
        return file(home.resolve("secrets.toml"), content);
    }

    SettingsFolder homeToml(String content) {
        return file(home.resolve("pipette.toml"), content);
    }

    Settings settings() {
        return Settings.from(project, home, environment);
    }

    /** What was written to a file of the project so far. */
    String written(String file) {
        Path path = project.resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private SettingsFolder file(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return this;
    }
}
