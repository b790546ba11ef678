package dev.pipette.jobs.store;

import dev.pipette.jobs.DefinitionDocument;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobFile;
import dev.pipette.jobs.Work;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is promoted: a definition with the bytes that it needs.
 *
 * <pre>{@code
 * Promotion promotion = new Promotion(definition, Optional.of(script), Map.of("orders-api-2.jar", jar));
 * }</pre>
 *
 * @param definition what runs when
 * @param script the bytes of its script, whose digest the definition has; empty for a source
 * @param libraries the bytes of its libraries by their file names, in the order of the class path
 */
public record Promotion(JobDefinition definition, Optional<byte[]> script, Map<String, byte[]> libraries) {
    /** Refuses a script that is not the one of the definition. */
    public Promotion {
        libraries = new LinkedHashMap<>(libraries);
        Optional<String> expected =
                definition.work() instanceof Work.Script work ? Optional.of(work.sha256()) : Optional.empty();
        if (!script.map(StoredFiles::sha256).equals(expected)) {
            throw new IllegalArgumentException("the script of the job " + definition.name() + " has the sha256 "
                    + script.map(StoredFiles::sha256).orElse("of no script") + ", and its definition says "
                    + expected.orElse("that there is none"));
        }
    }

    List<JobFile> files() {
        return libraries.entrySet().stream()
                .map(library -> new JobFile(library.getKey(), StoredFiles.sha256(library.getValue())))
                .toList();
    }

    /** Of all that makes the version up; the document names the digest of the script. */
    String hash() {
        String all = DefinitionDocument.write(definition) + Documents.files(files());
        return StoredFiles.sha256(all.getBytes(StandardCharsets.UTF_8));
    }
}
