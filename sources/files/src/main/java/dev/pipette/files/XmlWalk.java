package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FileContent;
import dev.pipette.text.NearestName;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Walks through a document from row to row. Nothing that a document names is fetched, and its own entities are not known. */
final class XmlWalk implements Closeable {
    private static final int MOST_LEVELS = 200;
    private static final int MOST_NAMES = 1_000;
    private static final int LONGEST = 128 << 20;
    private static final List<String> LIMITS = List.of(
            "jdk.xml.entityExpansionLimit",
            "jdk.xml.maxElementDepth",
            "jdk.xml.maxGeneralEntitySizeLimit",
            "jdk.xml.totalEntitySizeLimit");
    private static final int SHOWN = 10;

    private final String named;
    private final XmlShape shape;
    private final InputStream bytes;
    private final XMLStreamReader xml;

    /** The names of the open elements outside of rows. */
    private final List<String> path = new ArrayList<>();

    private final Set<String> others = new LinkedHashSet<>();
    private String firstRecord = "";

    private XmlWalk(String named, XmlShape shape, InputStream bytes) throws XMLStreamException {
        this.named = named;
        this.shape = shape;
        this.bytes = bytes;
        this.xml = factory().createXMLStreamReader(bytes);
    }

    static XmlWalk open(FileContent.Bytes file, String named, XmlShape shape) throws IOException {
        InputStream bytes = file.open();
        try {
            return new XmlWalk(named, shape, bytes);
        } catch (XMLStreamException failed) {
            bytes.close();
            throw damaged(named, failed);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        // there are no entities but those of XML itself, like &amp;, and the document, which these limits count as
        // well; the
        // walk bounds the depth itself
        for (String limit : LIMITS) {
            factory.setProperty(limit, 0);
        }
        return factory;
    }

    /** The reader, at the beginning of a row after {@link #toRecord()}. */
    XMLStreamReader xml() {
        return xml;
    }

    /**
     * Goes to the beginning of the next row; false at the end.
     *
     * @throws PipetteException SOURCE_UNREADABLE for what is not XML, and where the file has other elements than rows only
     */
    boolean toRecord() throws IOException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.add(xml.getLocalName());
                    if (shape.isRecord(path)) {
                        checkAlike();
                        path.removeLast();
                        return true;
                    }
                    checkLevel(path.size());
                    if (others.size() < MOST_NAMES) {
                        others.add(xml.getLocalName());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> path.removeLast();
                case XMLStreamConstants.END_DOCUMENT -> {
                    checkFound();
                    return false;
                }
                default -> {
                    // text between rows
                }
            }
        }
    }

    private void checkAlike() {
        String name = xml.getLocalName();
        if (firstRecord.isEmpty()) {
            firstRecord = name;
        } else if (!firstRecord.equals(name)) {
            throw problem("the root element has elements of several names ('" + firstRecord + "', '" + name
                    + "'), so that it is not clear which of them are rows. Name one with .record(\"" + name
                    + "\") (--record " + name + ")");
        }
    }

    /** A document whose root is empty has no rows; one that has other elements was perhaps asked for a wrong name. */
    private void checkFound() {
        if (!firstRecord.isEmpty() || shape.record().isEmpty() || others.size() <= 1) {
            return;
        }
        String asked = shape.described();
        throw new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named + " has no element '" + asked + "'. It has: "
                        + String.join(", ", others.stream().limit(SHOWN).toList())
                        + (others.size() > SHOWN ? ", .." : "") + "."
                        + NearestName.question(asked.substring(asked.lastIndexOf('/') + 1), others)
                        + " Correct .record(..) (--record).");
    }

    /** The next event. */
    int next() throws IOException {
        try {
            return xml.next();
        } catch (XMLStreamException failed) {
            if (failed.getNestedException() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw damaged(named, failed);
        }
    }

    void checkLevel(int level) {
        if (level > MOST_LEVELS) {
            throw problem("elements are nested more than " + MOST_LEVELS + " deep");
        }
    }

    void checkLength(int characters) {
        if (characters > LONGEST) {
            throw problem("a text is longer than " + LONGEST + " characters");
        }
    }

    /** An error about the place where the walk is. */
    PipetteException problem(String what) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named + ", line " + xml.getLocation().getLineNumber() + ", column "
                        + xml.getLocation().getColumnNumber() + ": " + what + ". Nothing of it was loaded.");
    }

    private static PipetteException damaged(String named, XMLStreamException failed) {
        String message = String.valueOf(failed.getMessage());
        int text = message.indexOf("\nMessage: ");
        String what = text < 0 ? message : message.substring(text + "\nMessage: ".length());
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named
                        + (failed.getLocation() == null
                                ? ""
                                : ", line " + failed.getLocation().getLineNumber() + ", column "
                                        + failed.getLocation().getColumnNumber())
                        + ": this is not XML that can be read (" + what.strip().replaceFirst("\\.$", "")
                        + "). Nothing of it was loaded. Provide the whole file. Entities that a document declares itself"
                        + " are not read.",
                failed);
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException closed) {
            // nothing was written
        }
        bytes.close();
    }
}
