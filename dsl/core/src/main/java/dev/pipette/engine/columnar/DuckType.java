package dev.pipette.engine.columnar;

import dev.pipette.engine.sql.Sql;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A type as DuckDB writes it, such as {@code STRUCT(a INTEGER, "b c" TIMESTAMP[])}. */
public sealed interface DuckType {
    /**
     * The type in which values are read from the driver. Times are read as text: the driver makes {@code
     * java.sql.Timestamp} of those in lists and objects, which takes them through the JVM's time zone and through the
     * Julian calendar.
     */
    String readAs();

    /** A type without others inside, or one that is left to the driver. */
    record Scalar(String name) implements DuckType {
        @Override
        public String readAs() {
            return switch (kind()) {
                case LOCAL_TIMESTAMP, INSTANT, TIME, TEXT -> "VARCHAR";
                case DATE, OTHER -> name;
            };
        }

        public Kind kind() {
            return switch (name.toUpperCase(Locale.ROOT)) {
                case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> Kind.LOCAL_TIMESTAMP;
                case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS" -> Kind.INSTANT;
                case "TIME", "TIME_NS" -> Kind.TIME;
                case "DATE" -> Kind.DATE;
                case "TIME WITH TIME ZONE", "INTERVAL", "BIT", "UUID" -> Kind.TEXT;
                default -> name.startsWith("GEOMETRY") || name.startsWith("ENUM") ? Kind.TEXT : Kind.OTHER;
            };
        }
    }

    /** An exact number of more digits than DuckDB has, in the bytes of a big-endian integer. */
    record WideDecimal(int scale) implements DuckType {
        @Override
        public String readAs() {
            return "BLOB";
        }
    }

    /** How the values of a scalar become Java's. */
    enum Kind {
        LOCAL_TIMESTAMP,
        INSTANT,
        DATE,
        TIME,
        /** No type of Java's: the text that DuckDB writes. */
        TEXT,
        /** As the driver reads them. */
        OTHER
    }

    /**
     * A list.
     *
     * @param size of an array, in brackets
     */
    record Elements(DuckType element, String size) implements DuckType {
        @Override
        public String readAs() {
            return element.readAs() + size;
        }
    }

    /** A struct. */
    record Struct(List<Member> members) implements DuckType {
        @Override
        public String readAs() {
            return members.stream()
                    .map(member -> Sql.name(member.name()) + " " + member.type().readAs())
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }
    }

    /** A member of a struct. */
    record Member(String name, DuckType type) {}

    /** A map. */
    record Entries(DuckType key, DuckType value) implements DuckType {
        @Override
        public String readAs() {
            return "MAP(" + key.readAs() + ", " + value.readAs() + ")";
        }
    }

    /** Whether there are scalars inside that have to be read as another type. */
    default boolean isConverted() {
        return switch (this) {
            case Scalar scalar -> !scalar.readAs().equals(scalar.name());
            case Elements list -> list.element().isConverted();
            case Struct struct ->
                struct.members().stream().anyMatch(member -> member.type().isConverted());
            case Entries map -> map.key().isConverted() || map.value().isConverted();
            case WideDecimal wide -> false;
        };
    }

    /**
     * The type with exact numbers in the place of some of its scalars.
     *
     * @param scales of these in their order: the digits after the point, or -1 for a scalar that stays
     */
    default DuckType withDecimals(Iterator<Integer> scales) {
        return switch (this) {
            case Elements list -> new Elements(list.element().withDecimals(scales), list.size());
            case Struct struct ->
                new Struct(struct.members().stream()
                        .map(member -> new Member(member.name(), member.type().withDecimals(scales)))
                        .toList());
            case Entries map -> {
                DuckType key = map.key().withDecimals(scales);
                yield new Entries(key, map.value().withDecimals(scales));
            }
            case Scalar scalar -> {
                int scale = scales.hasNext() ? scales.next() : -1;
                yield scale >= 0 && scalar.name().equals("BLOB") ? new WideDecimal(scale) : scalar;
            }
            case WideDecimal wide -> wide;
        };
    }

    /** Reads a type as DuckDB writes it. */
    static DuckType of(String written) {
        return new Parser(written).type();
    }

    /** Reads the text of a type. */
    final class Parser {
        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private DuckType type() {
            DuckType type = plain();
            while (at < text.length() && text.charAt(at) == '[') {
                int end = text.indexOf(']', at) + 1;
                type = new Elements(type, text.substring(at, end));
                at = end;
            }
            return type;
        }

        private DuckType plain() {
            if (text.startsWith("STRUCT(", at)) {
                at += "STRUCT(".length();
                List<Member> members = new ArrayList<>();
                while (text.charAt(at - 1) != ')') {
                    String name = name();
                    members.add(new Member(name, type()));
                    next();
                }
                return new Struct(members);
            }
            if (text.startsWith("MAP(", at)) {
                at += "MAP(".length();
                DuckType key = type();
                next();
                DuckType value = type();
                next();
                return new Entries(key, value);
            }
            return new Scalar(scalar());
        }

        /** Passes the bracket that ends a type with others inside, or a comma and the space after it. */
        private void next() {
            at += text.charAt(at) == ',' ? 2 : 1;
        }

        private String name() {
            StringBuilder name = new StringBuilder();
            if (text.charAt(at) != '"') {
                int end = text.indexOf(' ', at);
                name.append(text, at, end);
                at = end;
            } else {
                at++;
                while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
                    at += text.charAt(at) == '"' ? 1 : 0;
                    name.append(text.charAt(at++));
                }
                at++;
            }
            at++; // the space before the type
            return name.toString();
        }

        /** Everything up to what cannot be part of it: brackets and quotes inside belong to its own parameters. */
        private String scalar() {
            int from = at;
            int depth = 0;
            boolean quoted = false;
            for (; at < text.length(); at++) {
                char character = text.charAt(at);
                if (character == '\'') {
                    quoted = !quoted;
                } else if (!quoted) {
                    if (depth == 0 && (character == ',' || character == ')' || character == '[')) {
                        break;
                    }
                    depth += character == '(' ? 1 : character == ')' ? -1 : 0;
                }
            }
            return text.substring(from, at);
        }
    }
}
