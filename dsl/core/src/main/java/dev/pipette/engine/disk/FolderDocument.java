package dev.pipette.engine.disk;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small JSON document of a working folder. An error names one that is broken, with the way out.
 *
 * @param path where it is
 * @param wayOut what a person does when it is broken, as a sentence
 */
public record FolderDocument(Path path, String wayOut) {
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // as the state document reads them: a cursor's Integer 1 would not equal its Long 1
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .changeDefaultVisibility(visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
            .build();

    /**
     * Reads the document; empty where there is none.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED for one that is broken
     */
    public <T> Optional<T> read(TypeReference<T> type) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            T document = JSON.readValue(Files.readAllBytes(path), type);
            if (document == null) {
                throw broken("it holds null", null);
            }
            return Optional.of(document);
        } catch (JacksonException failed) {
            throw broken(reason(failed), failed);
        }
    }

    /** An error for a document that is there and cannot be used. */
    public PipetteException broken(String reason, @org.jspecify.annotations.Nullable Exception cause) {
        return new PipetteException(
                ErrorCode.WORKING_FOLDER_FAILED, path + " is broken: " + reason + ". " + wayOut, cause);
    }

    /** What Jackson found, without its references to classes and options. */
    public static String reason(JacksonException failed) {
        TokenStreamLocation location = failed.getLocation();
        String where = location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
        Throwable root = failed;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (root instanceof DatabindException) {
            return where + "it holds something else than it should"; // Jackson would name classes
        }
        String message = root instanceof JacksonException inner ? inner.getOriginalMessage() : root.getMessage();
        String found = String.valueOf(message).lines().findFirst().orElse("it cannot be read");
        int noise = found.indexOf(" (");
        return where + (noise < 0 ? found : found.substring(0, noise));
    }
}
