package dev.pipette.cli;

import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.Mask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which columns are loaded, and under which names. Columns are chosen by the input's own names; all other options name them
 * as {@code --rename} does. The order on the command line means nothing.
 */
final class ColumnOptions {
    @Option(
            names = "--columns",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "COLUMN,..",
            description = "Loads only these columns. Use the names of the input, with commas between them.")
    private @Nullable List<String> columns;

    @Option(
            names = "--exclude",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "COLUMN,..",
            description = "Loads all columns except these. Use the names of the input.")
    private @Nullable List<String> excluded;

    @Option(
            names = "--rename",
            paramLabel = "OLD=NEW",
            description = "Renames a column of the input. All options except --columns and --exclude use the new name."
                    + " May be repeated.")
    private List<String> renames = List.of();

    @Option(
            names = "--mask",
            paramLabel = "COLUMN=MASK",
            description =
                    "Loads masks in place of the column's values: sha256:VARIABLE and hmac:VARIABLE, with the salt or the"
                            + " key in this environment variable; partial:FIRST,LAST shows the first FIRST and the last LAST characters; null. May be repeated.")
    private List<String> masks = List.of();

    /** Whether a column gets another name. */
    boolean renames() {
        return !renames.isEmpty();
    }

    /** Chooses, renames and masks columns of a resource's rows, before any other step. */
    Resource applied(Resource resource) {
        if (columns != null && excluded != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "--columns and --exclude both say which columns are loaded. Use one of them.");
        }
        Resource chosen = resource;
        if (columns != null) {
            List<String> names = names("--columns", columns);
            chosen = chosen.select(names.getFirst(), rest(names));
        }
        if (excluded != null) {
            List<String> names = names("--exclude", excluded);
            chosen = chosen.exclude(names.getFirst(), rest(names));
        }
        chosen = renames.isEmpty() ? chosen : chosen.rename(newNames());
        for (String mask : masks) {
            int equals = mask.lastIndexOf('=');
            if (equals < 1) {
                throw noMask(mask);
            }
            chosen = chosen.mask(mask.substring(0, equals), Mask.written(mask.substring(equals + 1), System::getenv));
        }
        return chosen;
    }

    private static PipetteException noMask(String given) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "--mask " + given
                        + ": write it like --mask email=hmac:MASK_KEY, with the name of an environment variable, or"
                        + " email=sha256:MASK_SALT, phone=partial:0,3, phone=null.");
    }

    private Map<String, String> newNames() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String rename : renames) {
            int equals = rename.lastIndexOf('=');
            if (equals < 1 || equals == rename.length() - 1) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "--rename " + rename + ": write it like --rename OLD=NEW.");
            }
            String old = rename.substring(0, equals);
            String other = names.put(old, rename.substring(equals + 1));
            if (other != null) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "--rename gives '" + old + "' two new names, '" + other + "' and '" + names.get(old)
                                + "'. Leave one out.");
            }
        }
        return names;
    }

    private static String[] rest(List<String> names) {
        return names.subList(1, names.size()).toArray(String[]::new);
    }

    /**
     * Names that an option lists.
     *
     * @throws PipetteException BAD_USAGE when one of them is empty
     */
    static List<String> names(String option, List<String> names) {
        List<String> stripped = names.stream().map(String::strip).toList();
        if (stripped.isEmpty() || stripped.contains("")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + " " + String.join(",", names) + ": a column's name is empty. Write names with commas"
                            + " between and no spaces: date,affiliate_id.");
        }
        return stripped;
    }
}
