package dev.pipette.postgres;

import dev.pipette.schema.Taken;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of PostgreSQL that Pipette does not make, and which values are cast to them unchanged: text for {@code uuid},
 * {@code inet} or an enum, numbers for {@code real}, times for {@code timestamp(0)}.
 */
final class OwnTypes {
    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    private static final String MAC = "[0-9a-f]{2}(:[0-9a-f]{2}){5}";
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = BYTE + "(\\." + BYTE + "){3}(/(3[0-2]|[12]?[0-9]))?";
    private static final String IPV6 = ipv6() + "(/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?";
    /** A type modifier of text is the length and 4 more, see {@code VARHDRSZ}. */
    private static final int HEADER = 4;

    private static final int MICROSECONDS = 6;

    /**
     * What such a column takes.
     *
     * @param type of the values before they are cast
     * @param taken which of them are cast
     */
    record OwnType(ValueType type, Taken taken) {}

    private OwnTypes() {}

    /**
     * What a column takes whose values have to be cast; empty where they go in as they are, or where no value does.
     *
     * @param typname of the type, or of the type below the domain
     * @param modifier of the same
     * @param labels of an enum; null for any other type
     */
    static Optional<OwnType> of(String typname, int modifier, @Nullable List<String> labels) {
        if (labels != null) {
            return text(new Taken.OneOf(labels));
        }
        return switch (typname) {
            case "uuid" -> text(new Taken.Matching(UUID));
            case "citext" -> text(new Taken.All());
            case "inet" -> text(new Taken.Matching(IPV4 + "|" + IPV6));
            case "macaddr" -> text(new Taken.Matching(MAC));
            case "bpchar" -> text(modifier < 0 ? new Taken.All() : new Taken.Padded(modifier - HEADER));
            case "varchar" -> modifier < 0 ? Optional.empty() : text(new Taken.AtMost(modifier - HEADER));
            case "float4" -> Optional.of(new OwnType(ValueType.DOUBLE, new Taken.SinglePrecision()));
            case "timestamptz", "timestamp", "time" -> time(typname, modifier);
            default -> Optional.empty();
        };
    }

    private static Optional<OwnType> text(Taken taken) {
        return Optional.of(new OwnType(ValueType.TEXT, taken));
    }

    private static Optional<OwnType> time(String typname, int modifier) {
        boolean coarse = modifier >= 0 && modifier < MICROSECONDS;
        return coarse
                ? PostgresTypes.held(typname, MICROSECONDS).map(type -> new OwnType(type, new Taken.Fraction(modifier)))
                : Optional.empty();
    }

    /** Eight groups, of which one run may be left out; see RFC 4291, section 2.2. */
    private static String ipv6() {
        String group = "[0-9a-f]{1,4}";
        List<String> forms = new ArrayList<>();
        forms.add("(" + group + ":){7}" + group);
        forms.add("(" + group + ":){1,7}:");
        for (int after = 1; after <= 6; after++) {
            forms.add("(" + group + ":){1," + (7 - after) + "}(:" + group + "){1," + after + "}");
        }
        forms.add(":((:" + group + "){1,7}|:)");
        return "(" + String.join("|", forms) + ")";
    }
}
