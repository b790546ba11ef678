package dev.pipette.files;

import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a document, one at a time. An element without attributes and elements is its text, or NULL where it has none;
 * another one is an object of its attributes and elements, by their local names, and of its text as {@code _text}. Elements
 * that are repeated anywhere in the document are lists everywhere, so that a column has one form: the document is walked
 * through twice.
 */
final class XmlRows extends Spliterators.AbstractSpliterator<Map<String, Object>> {
    /** The name of the text of an element that has attributes or elements too. */
    static final String TEXT = "_text";

    private final XmlWalk walk;
    private final XmlShape shape;
    private final Set<String> repeated;

    private XmlRows(XmlWalk walk, XmlShape shape, Set<String> repeated) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.walk = walk;
        this.shape = shape;
        this.repeated = repeated;
    }

    /** Opens the rows. */
    static Stream<Map<String, Object>> open(FileContent.Bytes file, String named, XmlShape shape) throws IOException {
        Set<String> repeated = new HashSet<>();
        try (XmlWalk first = XmlWalk.open(file, named, shape)) {
            while (first.toRecord()) {
                look(first, repeated);
            }
        }
        XmlWalk walk = XmlWalk.open(file, named, shape);
        return StreamSupport.stream(new XmlRows(walk, shape, repeated), false).onClose(() -> close(walk));
    }

    private static void close(XmlWalk walk) {
        try {
            walk.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** Finds the paths of elements that one parent has more than once. */
    private static void look(XmlWalk walk, Set<String> repeated) throws IOException {
        List<String> paths = new ArrayList<>(List.of(""));
        List<Set<String>> names = new ArrayList<>(List.of(new HashSet<>()));
        while (!paths.isEmpty()) {
            switch (walk.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = walk.xml().getLocalName();
                    String path = inside(paths.getLast(), name);
                    if (!names.getLast().add(name)) {
                        repeated.add(path);
                    }
                    paths.add(path);
                    names.add(new HashSet<>());
                    walk.checkLevel(paths.size());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    paths.removeLast();
                    names.removeLast();
                }
                default -> {
                    // text
                }
            }
        }
    }

    private static String inside(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Map<String, Object>> action) {
        try {
            if (!walk.toRecord()) {
                return false;
            }
            Object value = value("", 1);
            if (value instanceof Map<?, ?> row) {
                @SuppressWarnings("unchecked")
                Map<String, Object> fields = (Map<String, Object>) row;
                action.accept(fields);
            } else {
                Map<String, @Nullable Object> alone = new LinkedHashMap<>();
                alone.put(TEXT, value);
                @SuppressWarnings("NullAway") // A row's values may be NULL; its type says Object for the user's ease.
                Map<String, Object> fields = alone;
                action.accept(fields);
            }
            return true;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The value of the element that begins here; null for none. */
    private @Nullable Object value(String path, int level) throws IOException {
        walk.checkLevel(level);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        boolean isNil = attributes(fields);
        int attributes = fields.size();
        StringBuilder text = new StringBuilder();
        boolean parent = false;
        while (true) {
            switch (walk.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    parent = true;
                    String name = walk.xml().getLocalName();
                    add(fields, name, inside(path, name), level);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    String rest = isNil ? "" : parent ? text.toString().strip() : text.toString();
                    if (!parent && attributes == 0) {
                        return rest.isEmpty() ? null : rest;
                    }
                    if (!rest.isEmpty()) {
                        fields.put(TEXT, rest);
                    }
                    return fields;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    text.append(walk.xml().getText());
                    walk.checkLength(text.length());
                }
                default -> {
                    // a comment or an instruction
                }
            }
        }
    }

    /** Whether the element says that it has no value. Attributes about its schema are no fields. */
    private boolean attributes(Map<String, @Nullable Object> fields) {
        XMLStreamReader xml = walk.xml();
        boolean isNil = false;
        for (int index = 0; index < xml.getAttributeCount(); index++) {
            String name = xml.getAttributeLocalName(index);
            if (XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(xml.getAttributeNamespace(index))) {
                String value = xml.getAttributeValue(index);
                isNil |= name.equals("nil") && (value.equals("true") || value.equals("1"));
                continue;
            }
            String key = shape.attributePrefix() + name;
            if (fields.containsKey(key)) {
                throw walk.problem("two attributes become the column '" + key + "'");
            }
            fields.put(key, xml.getAttributeValue(index));
        }
        return isNil;
    }

    private void add(Map<String, @Nullable Object> fields, String name, String path, int level) throws IOException {
        boolean isList = repeated.contains(path) || shape.isList(path);
        Object before = fields.get(name);
        if (fields.containsKey(name) && !(isList && before instanceof List<?>)) {
            throw walk.problem("an attribute and an element become the column '" + name
                    + "'. Give the columns of attributes another beginning with .attributePrefix(\"attr_\")"
                    + " (--attribute-prefix attr_)");
        }
        Object value = value(path, level + 1);
        if (!isList) {
            fields.put(name, value);
        } else if (before instanceof List<?> list) {
            @SuppressWarnings("unchecked")
            List<@Nullable Object> values = (List<@Nullable Object>) list;
            values.add(value);
        } else {
            List<@Nullable Object> values = new ArrayList<>();
            values.add(value);
            fields.put(name, values);
        }
    }
}
