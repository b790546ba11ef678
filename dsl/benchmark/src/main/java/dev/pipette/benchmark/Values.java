package dev.pipette.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Names and texts that two JVMs exchange through a file: what a child is to do, and what it measured. */
final class Values {
    private final Map<String, String> texts = new LinkedHashMap<>();

    Values with(String name, Object value) {
        Values copy = new Values();
        copy.texts.putAll(texts);
        copy.put(name, value);
        return copy;
    }

    void put(String name, Object value) {
        texts.put(name, value.toString());
    }

    String text(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no value '" + name + "' among " + texts));
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    Path path(String name) {
        return Path.of(text(name));
    }

    static Values read(Path file) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Values values = new Values();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    void write(Path file) {
        Properties properties = new Properties();
        properties.putAll(texts);
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
