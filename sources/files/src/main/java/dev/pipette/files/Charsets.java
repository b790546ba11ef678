package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.NearestName;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Set;
import java.util.TreeSet;

/** The encodings of text, by the names that Java knows. */
final class Charsets {
    private Charsets() {}

    /**
     * The encoding of a name.
     *
     * @throws PipetteException BAD_USAGE for a name that no encoding has
     */
    static Charset of(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + name + "' is not an encoding that Java knows. Give one like utf-8, utf-16, iso-8859-1,"
                            + " windows-1252 or shift_jis." + NearestName.question(name, known()),
                    unknown);
        }
    }

    private static Set<String> known() {
        Set<String> names = new TreeSet<>();
        Charset.availableCharsets().values().forEach(charset -> {
            names.add(charset.name());
            names.addAll(charset.aliases());
        });
        return names;
    }
}
