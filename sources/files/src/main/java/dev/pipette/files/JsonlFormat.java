package dev.pipette.files;

import dev.pipette.json.JsonRows;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FormatOptions;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON lines: one object in each line. */
public final class JsonlFormat implements SourceFormat {
    /** For {@link java.util.ServiceLoader}. */
    public JsonlFormat() {}

    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public boolean recognizes(String fileName) {
        return FileNames.endsWith(fileName, ".jsonl", ".ndjson");
    }

    @Override
    public boolean isReadByRow() {
        return true;
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        FormatOptions.check(name(), options, List.of());
        String named = file.named().toString();
        return new FileContent.Rows(
                file,
                () -> JsonRows.lines(PlainBytes.open(file), named),
                Optional.of(bad -> JsonRows.lines(PlainBytes.open(file), named, bad)));
    }
}
