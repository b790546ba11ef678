package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How files are read.
 *
 * <pre>{@code
 * resource("orders").files("exports/*.csv", csv().delimiter(";").allText());
 * }</pre>
 *
 * @param name csv, tsv, json, jsonl or parquet; empty to tell it from the files' names
 * @param options by name
 */
@CheckReturnValue
public record FileFormat(String name, Map<String, String> options) {
    /** The name of the option that {@link #allText()} sets. */
    public static final String ALL_TEXT = "all_text";

    /** Copies the options. */
    public FileFormat {
        options = Map.copyOf(options);
    }

    static FileFormat of(String name) {
        return new FileFormat(name, Map.of());
    }

    /** Sets an option of the format. */
    public FileFormat option(String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new FileFormat(name, more);
    }

    /** Keeps every column of delimited text as text: no value is taken for a number, a date or a boolean. */
    public FileFormat allText() {
        return option(ALL_TEXT, "true");
    }

    /** Sets the character between the fields of delimited text. */
    public FileFormat delimiter(String delimiter) {
        return option("delimiter", delimiter);
    }
}
