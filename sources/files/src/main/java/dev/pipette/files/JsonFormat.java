package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.json.JsonRows;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FormatOptions;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON documents: a list of objects, or one object, at the top or at a path inside.
 *
 * <p>Option {@code at}: the dotted path to the list or object, for instance {@code data.items}.
 */
public final class JsonFormat implements SourceFormat {
    private static final String AT = "at";

    /** For {@link java.util.ServiceLoader}. */
    public JsonFormat() {}

    @Override
    public String name() {
        return "json";
    }

    @Override
    public boolean recognizes(String fileName) {
        return FileNames.endsWith(fileName, ".json");
    }

    @Override
    public boolean isReadByRow() {
        return true;
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        FormatOptions.check(name(), options, List.of(AT));
        Optional<String> at = Optional.ofNullable(options.get(AT));
        if (at.isPresent() && List.of(at.get().split("\\.", -1)).contains("")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + at.get()
                            + "' is not a path into a JSON document. Write names with dots between: data.items.");
        }
        return new FileContent.Rows(
                file, () -> JsonRows.of(PlainBytes.open(file), file.named().toString(), at));
    }
}
