package dev.pipette.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the readers of a schema. Each file is read by the schema that it was written with. */
final class SchemaReaders {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_LEVELS = 200;

    /** Types by their full names; without a reader while it is being made. */
    private final Map<String, Named> named = new HashMap<>();

    /** Whether a record that is being made was named since this was last cleared. */
    private boolean recursive;

    private int level;

    private SchemaReaders() {}

    /** A type with a name. */
    private static final class Named {
        private @Nullable ValueReader reader;

        private @Nullable Object read(BlockBytes in) throws CorruptException {
            if (reader == null) {
                throw new IllegalStateException("read before the schema was");
            }
            return reader.read(in);
        }
    }

    private record Field(String name, ValueReader reader) {}

    /**
     * The reader of the rows of a file.
     *
     * @throws CorruptException for what is not a schema of records
     */
    static ValueReader ofRows(byte[] schema) throws CorruptException {
        JsonNode root;
        try {
            root = JSON.readTree(schema);
        } catch (JacksonException failed) {
            throw new CorruptException("its schema is not JSON: "
                    + String.valueOf(failed.getOriginalMessage()).replaceFirst(" \\(.*", ""));
        }
        boolean isRecord = root.isArray() && !root.isEmpty()
                ? root.valueStream().allMatch(SchemaReaders::isRecord)
                : isRecord(root);
        if (!isRecord) {
            throw new CorruptException("its schema is " + kind(root) + ", and rows are records");
        }
        return new SchemaReaders().reader(root, "");
    }

    private static boolean isRecord(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isObject() ? isRecord(type) : Set.of("record", "error").contains(type.asString(""));
    }

    private static String kind(JsonNode schema) {
        return schema.isArray()
                ? "a union of several types"
                : "of the type '" + (schema.isString() ? schema : schema.path("type")).asString("?") + "'";
    }

    private ValueReader reader(JsonNode schema, String namespace) throws CorruptException {
        if (++level > MOST_LEVELS) {
            throw new CorruptException("its schema is more than " + MOST_LEVELS + " levels deep");
        }
        try {
            if (schema.isString()) {
                return plain(schema.asString(), namespace);
            }
            return schema.isArray() ? union(schema, namespace) : complex(schema, namespace);
        } finally {
            level--;
        }
    }

    private ValueReader plain(String name, String namespace) throws CorruptException {
        return switch (name) {
            case "null" -> in -> null;
            case "boolean" -> BlockBytes::truth;
            case "int" -> BlockBytes::integer;
            case "long" -> BlockBytes::number;
            case "float" -> BlockBytes::single;
            case "double" -> BlockBytes::floating;
            case "bytes" -> BlockBytes::counted;
            case "string" -> BlockBytes::text;
            default -> known(name, namespace);
        };
    }

    private ValueReader known(String name, String namespace) throws CorruptException {
        Named found = named.get(fullName(name, namespace));
        if (found == null) {
            found = named.get(name);
        }
        if (found == null) {
            throw new CorruptException("its schema names the type '" + name + "', which it does not have");
        }
        recursive |= found.reader == null;
        return found::read;
    }

    private static String fullName(String name, String namespace) {
        return name.indexOf('.') >= 0 || namespace.isEmpty() ? name : namespace + "." + name;
    }

    private ValueReader union(JsonNode schema, String namespace) throws CorruptException {
        List<ValueReader> branches = new ArrayList<>();
        for (JsonNode branch : schema) {
            branches.add(reader(branch, namespace));
        }
        return in ->
                branches.get(in.index(branches.size(), "branch of a union")).read(in);
    }

    private ValueReader complex(JsonNode schema, String namespace) throws CorruptException {
        JsonNode type = schema.path("type");
        if (!type.isString()) {
            if (type.isMissingNode()) {
                throw new CorruptException("its schema has a type without 'type': " + cut(schema.toString()));
            }
            return reader(type, namespace);
        }
        return switch (type.asString()) {
            case "record", "error" -> record(schema, namespace);
            case "enum" -> symbols(schema, namespace);
            case "fixed" -> fixed(schema, namespace);
            case "array" -> list(reader(schema.path("items"), namespace));
            case "map" -> map(reader(schema.path("values"), namespace));
            case String plain -> {
                ValueReader usual = plain(plain, namespace);
                Optional<ValueReader> logical = LogicalTypes.of(schema, plain, 0);
                yield logical.orElse(usual);
            }
        };
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private Named define(JsonNode schema, String fullName) throws CorruptException {
        Named type = new Named();
        if (schema.path("name").asString("").isEmpty() || named.putIfAbsent(fullName, type) != null) {
            throw new CorruptException("its schema has two types, or none, with the name '" + fullName + "'");
        }
        return type;
    }

    private static String nameOf(JsonNode schema, String namespace) {
        return fullName(
                schema.path("name").asString(""), schema.path("namespace").asString(namespace));
    }

    private ValueReader record(JsonNode schema, String namespace) throws CorruptException {
        String fullName = nameOf(schema, namespace);
        Named type = define(schema, fullName);
        String inside = fullName.indexOf('.') < 0 ? "" : fullName.substring(0, fullName.lastIndexOf('.'));
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode field : schema.path("fields")) {
            String name = field.path("name").asString("");
            if (name.isEmpty() || !names.add(name)) {
                throw new CorruptException(
                        "its schema has the record '" + fullName + "' with two fields, or none, named '" + name + "'");
            }
            boolean outer = recursive;
            recursive = false;
            ValueReader reader = reader(field.path("type"), inside);
            fields.add(new Field(name, recursive ? document(reader) : reader));
            recursive = outer;
        }
        type.reader = in -> row(fields, in);
        return type::read;
    }

    private static Object row(List<Field> fields, BlockBytes in) throws CorruptException {
        in.enter();
        Map<String, @Nullable Object> row = LinkedHashMap.newLinkedHashMap(fields.size());
        for (Field field : fields) {
            try {
                row.put(field.name(), field.reader().read(in));
            } catch (FieldProblem inner) {
                throw inner.in(field.name());
            } catch (CorruptException failed) {
                throw new FieldProblem(field.name(), String.valueOf(failed.getMessage()));
            }
        }
        in.leave();
        return row;
    }

    /**
     * Values that hold records of the type that they are in would become tables without end. They are kept as text that is a
     * JSON document.
     */
    private static ValueReader document(ValueReader reader) {
        return in -> {
            if (in.isInDocument()) {
                return reader.read(in);
            }
            in.beginDocument();
            Object value = reader.read(in);
            in.endDocument();
            return value == null ? null : JSON.writeValueAsString(value);
        };
    }

    private ValueReader symbols(JsonNode schema, String namespace) throws CorruptException {
        Named type = define(schema, nameOf(schema, namespace));
        List<String> symbols = schema.path("symbols")
                .valueStream()
                .map(symbol -> symbol.asString(""))
                .toList();
        type.reader = in -> symbols.get(in.index(symbols.size(), "symbol of an enum"));
        return type::read;
    }

    private ValueReader fixed(JsonNode schema, String namespace) throws CorruptException {
        Named type = define(schema, nameOf(schema, namespace));
        int size = schema.path("size").asInt(-1);
        if (size < 0) {
            throw new CorruptException("its schema has a fixed type without a size: " + cut(schema.toString()));
        }
        type.reader = LogicalTypes.of(schema, "fixed", size).orElse(in -> in.fixed(size));
        return type::read;
    }

    private static ValueReader list(ValueReader items) {
        return in -> {
            in.enter();
            List<@Nullable Object> list = new ArrayList<>();
            for (long count = in.items(); count > 0; count = in.items()) {
                for (long item = 0; item < count; item++) {
                    list.add(items.read(in));
                }
            }
            in.leave();
            return list;
        };
    }

    private static ValueReader map(ValueReader values) {
        return in -> {
            in.enter();
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (long count = in.items(); count > 0; count = in.items()) {
                for (long item = 0; item < count; item++) {
                    map.put(in.text(), values.read(in));
                }
            }
            in.leave();
            return map;
        };
    }

    /** A value that cannot be read, with the path to it. */
    private static final class FieldProblem extends CorruptException {
        private static final long serialVersionUID = 1L;

        private final String path;
        private final String problem;

        FieldProblem(String path, String problem) {
            super("field '" + path + "': " + problem);
            this.path = path;
            this.problem = problem;
        }

        FieldProblem in(String outer) {
            return new FieldProblem(outer + "." + path, problem);
        }
    }
}
