package dev.pipette.excel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * From which year a workbook counts its days: ECMA-376, part 1, 18.2.28. The library takes {@code date1904="1"}, which Excel
 * writes, for false.
 */
final class DateSystem {
    private static final String WORKBOOK = "xl/workbook.xml";

    private DateSystem() {}

    /** Whether the days are counted from 1904. */
    static boolean isFrom1904(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry workbook = zip.getEntry(WORKBOOK);
            if (workbook == null) {
                return false;
            }
            try (InputStream in = zip.getInputStream(workbook)) {
                return isFrom1904(in);
            }
        }
    }

    private static boolean isFrom1904(InputStream workbook) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(workbook);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT) {
                    String name = xml.getLocalName();
                    if (name.equals("workbookPr")) {
                        String value = xml.getAttributeValue(null, "date1904");
                        return "1".equals(value) || "true".equals(value);
                    }
                    if (name.equals("sheets")) {
                        return false;
                    }
                }
            }
            return false;
        } catch (XMLStreamException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }
}
