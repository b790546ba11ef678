package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.columnar.TextProfile;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the values of a root table against the declared types of its columns. */
public final class DeclaredTypes {
    /** The digits after the point of a decimal column without any value, like dlt's. */
    private static final int USUAL_SCALE = 9;

    private static final int MOST_DIGITS = 38;

    private final DuckEngine engine;
    private final Path folder;
    private final ResourceLoad resource;

    public DeclaredTypes(DuckEngine engine, Path folder, ResourceLoad resource) {
        this.engine = engine;
        this.folder = folder;
        this.resource = resource;
    }

    /**
     * Checks every value, and takes text for values of the type from then on. Where the resource rejects bad rows, those with a
     * value of another type are left to the load, but for columns that decide what is loaded.
     *
     * @throws PipetteException TYPE_MISMATCH naming the first value that is not of its column's type
     */
    public PackageTable applied(PackageTable table) {
        PackageTable counted = withDigits(table);
        Set<ColumnForm> unfit = new HashSet<>();
        resource.hints().forEach(hint -> unfit.addAll(check(hint, counted)));
        return counted.withForms(counted.forms().stream()
                .map(form -> decided(form, resource.hint(form.column()), unfit.contains(form)))
                .toList());
    }

    private static ColumnForm decided(ColumnForm form, ResourceLoad.@Nullable Hint hint, boolean unfit) {
        if (hint == null || form.kind() != ValueType.TEXT || form.decided() != ValueType.TEXT) {
            return form;
        }
        ColumnForm typed = unfit ? form.decidedAs(hint.type()).withUnfit() : form.decidedAs(hint.type());
        return hint.type() == ValueType.DECIMAL && hint.precision() > 0
                ? typed.withDigits(hint.precision() - hint.scale(), hint.scale())
                : typed;
    }

    /** Counts the digits of the values of columns that are declared to be decimals without a size. */
    private PackageTable withDigits(PackageTable table) {
        List<ColumnForm> forms = new ArrayList<>();
        for (ColumnForm form : table.forms()) {
            ResourceLoad.Hint hint = resource.hint(form.column());
            boolean asked = hint != null
                    && hint.type() == ValueType.DECIMAL
                    && hint.precision() == 0
                    && !hasDigits(form)
                    && (form.decided() == ValueType.TEXT || form.decided() == ValueType.DOUBLE);
            if (asked && form.count() == 0) {
                forms.add(form.withDigits(1, USUAL_SCALE));
            } else if (asked) {
                PackageQuery query = new PackageQuery(folder, table);
                query.output("CAST(" + query.value(form) + " AS VARCHAR)", "text");
                TextProfile digits = profile("(" + query.sql() + ")");
                forms.add(form.withDigits(digits.integerDigits(), digits.scale()));
            } else {
                forms.add(form);
            }
        }
        return table.withForms(forms);
    }

    /** The digits of delimited text are counted when it is first read. */
    private static boolean hasDigits(ColumnForm form) {
        return form.integerDigits() > 0;
    }

    private TextProfile profile(String from) {
        return engine.first(
                "SELECT " + TextProfile.aggregates("\"text\"") + " FROM " + from, row -> TextProfile.read(row, 0));
    }

    /** The digits of the declared type; of a bigint they are its bits, and 38 of them are too few. */
    static int precision(ResourceLoad.Hint hint) {
        return hint.precision() > 0 || hint.type() == ValueType.BIGINT ? hint.precision() : MOST_DIGITS;
    }

    /** The digits of the declared type after the point. */
    static int scale(ResourceLoad.Hint hint, List<ColumnForm> forms) {
        return hint.precision() > 0 ? hint.scale() : scaleOf(forms);
    }

    /** Returns the forms some of whose values are not of the type, where the rows that have them are rejected. */
    private Set<ColumnForm> check(ResourceLoad.Hint hint, PackageTable root) {
        Set<ColumnForm> unfit = new HashSet<>();
        List<ColumnForm> forms = root.forms(hint.column());
        int precision = precision(hint);
        int scale = scale(hint, forms);
        for (ColumnForm form : forms) {
            PackageQuery remaining = new PackageQuery(folder, root);
            Optional<String> others = remaining.notAsDeclared(form, hint.type(), precision, scale);
            if (others.isEmpty()) {
                continue;
            }
            remaining.output("CAST(" + others.get() + " AS VARCHAR)", "value").output(remaining.ordinal(), "ordinal");
            String found = engine.first(
                    "SELECT count(*), arg_min(value, ordinal), min(ordinal) FROM (" + remaining.sql()
                            + ") WHERE value IS NOT NULL",
                    row -> row.getLong(1) == 0
                            ? ""
                            : (row.getLong(1) == 1 ? "1 value" : row.getLong(1) + " values") + " of column '"
                                    + hint.column() + "' cannot be " + hint.describe() + " without loss (first: '"
                                    + cut(row.getString(2)) + "', "
                                    + form.decided().name().toLowerCase(Locale.ROOT) + ", in row "
                                    + (row.getLong(3) + 1) + ")");
            if (!found.isEmpty() && resource.rejectsBy(hint.column())) {
                unfit.add(form);
            } else if (!found.isEmpty()) {
                throw new PipetteException(
                        ErrorCode.TYPE_MISMATCH,
                        "resource " + resource.name() + ": " + found
                                + ". Change such values with .map(..), or say column(\"" + hint.column()
                                + "\", text()) (--type " + hint.column() + "=text) to keep them as they are."
                                + BadRowAdvice.afterColumn(resource, hint.column()));
            }
        }
        return unfit;
    }

    private static int scaleOf(List<ColumnForm> forms) {
        return forms.stream().mapToInt(ColumnForm::scale).max().orElse(0);
    }

    private static String cut(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
