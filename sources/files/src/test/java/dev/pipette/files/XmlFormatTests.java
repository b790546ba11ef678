package dev.pipette.files;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of XML as rows. */
class XmlFormatTests {
    @TempDir
    Path folder;

    private static List<Map<String, Object>> rows(Path file, Map<String, String> options) throws IOException {
        FileContent.Rows content = (FileContent.Rows) new XmlFormat().content(file, options);
        try (Stream<Map<String, Object>> rows = content.opener().open()) {
            return rows.toList();
        }
    }

    private List<Map<String, Object>> rows(String xml, Map<String, String> options) throws IOException {
        return rows(Files.writeString(folder.resolve("day.xml"), xml), options);
    }

    @Test
    void attributes_and_elements_are_columns_and_repeated_elements_are_lists_everywhere() throws IOException {
        assertThat(rows("""
                                <?xml version="1.0"?>
                                <!-- an export -->
                                <orders day="x">
                                  <order id="1"><name>one &amp; <![CDATA[<two>]]></name><item sku="a">3</item><item sku="b"/></order>
                                  <order id="2"><name/><item sku="c">4</item><address><zip> 01</zip></address></order>
                                </orders>
                                """, Map.of()).toString())
                .isEqualTo("[{id=1, name=one & <two>, item=[{sku=a, _text=3}, {sku=b}]},"
                        + " {id=2, name=null, item=[{sku=c, _text=4}], address={zip= 01}}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "order          ! [{_text=1}, {_text=2}, {_text=4}]",
                "shop/order     ! [{_text=1}]",
                "/shop/order    ! [{_text=1}]",
                "shop/old/order ! [{_text=2}]",
                "deep           ! [{order=4}]"
            })
    void a_record_is_a_name_or_a_path(String record, String rows) throws IOException {
        String xml = "<shop><order>1</order><old><order>2</order></old><deep><order>4</order></deep></shop>";

        assertThat(rows(xml, Map.of("record", record)).toString()).isEqualTo(rows);
    }

    @Test
    void a_record_inside_a_record_belongs_to_it() throws IOException {
        assertThat(rows("<r><n v='1'><n v='2'/></n></r>", Map.of("record", "n")).toString())
                .isEqualTo("[{v=1, n={v=2}}]");
    }

    @Test
    void what_is_named_a_list_is_one_also_where_it_is_alone() throws IOException {
        String xml = "<r><o><items><item>1</item></items><item>2</item></o></r>";

        assertThat(rows(xml, Map.of("lists", "item")).toString()).isEqualTo("[{items={item=[1]}, item=[2]}]");
        assertThat(rows(xml, Map.of("lists", "items/item")).toString()).isEqualTo("[{items={item=[1]}, item=2}]");
        assertThat(rows(xml, Map.of()).toString()).isEqualTo("[{items={item=1}, item=2}]");
    }

    @Test
    void text_between_elements_is_a_column_and_nil_is_null() throws IOException {
        assertThat(rows("""
                                <r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
                                  <p>Hello <b>big</b> world</p>
                                  <p xsi:nil="true" id="2">x</p>
                                  <p>  </p>
                                </r>
                                """, Map.of()).toString()).isEqualTo("[{b=big, _text=Hello  world}, {id=2}, {_text=  }]");
    }

    @Test
    void names_have_no_prefixes() throws IOException {
        assertThat(rows(
                                "<a:r xmlns:a='urn:a' xmlns='urn:b'><a:o a:id='1'><name>x</name></a:o></a:r>",
                                Map.of("record", "o"))
                        .toString())
                .isEqualTo("[{id=1, name=x}]");
    }

    @Test
    void an_attribute_and_an_element_of_one_name_need_a_prefix() throws IOException {
        String xml = "<r>\n<o id='1'><id>2</id></o></r>";

        assertThat(rows(xml, Map.of("attribute_prefix", "attr_")).toString()).isEqualTo("[{attr_id=1, id=2}]");
        assertThatThrownBy(() -> rows(xml, Map.of()))
                .hasMessage(
                        "[SOURCE_UNREADABLE] " + folder.resolve("day.xml") + ", line 2, column 15: an attribute and an"
                                + " element become the column 'id'. Give the columns of attributes another beginning with"
                                + " .attributePrefix(\"attr_\") (--attribute-prefix attr_). Nothing of it was loaded.");
    }

    @Test
    void encodings_are_those_of_the_document_and_compression_that_of_the_name() throws IOException {
        Path wide = Files.write(
                folder.resolve("wide.xml"), "<?xml version='1.0' encoding='UTF-16'?><r><o>ä</o></r>".getBytes(UTF_16));
        Path old = Files.write(
                folder.resolve("old.xml"),
                "<?xml version='1.0' encoding='ISO-8859-1'?><r><o>ä</o></r>"
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        Path packed = folder.resolve("packed.xml.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("<r><o>ä</o></r>".getBytes(UTF_8));
        }

        for (Path file : List.of(wide, old, packed)) {
            assertThat(rows(file, Map.of()).toString()).isEqualTo("[{_text=ä}]");
        }
    }

    @Test
    void nothing_that_a_document_declares_or_names_is_read() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        String outside = "<!DOCTYPE r [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><r><o>&x;</o></r>";
        String bomb = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><r><o>&b;</o></r>";

        for (String xml : List.of(outside, bomb)) {
            assertThatThrownBy(() -> rows(xml, Map.of()))
                    .hasMessageStartingWith("[SOURCE_UNREADABLE] " + folder.resolve("day.xml") + ", line 1, column ")
                    .hasMessageContaining("Entities that a document declares itself are not read.")
                    .hasMessageNotContaining("hunter2");
        }
        assertThat(rows("<!DOCTYPE r SYSTEM 'none.dtd'><r><o>1</o></r>", Map.of()))
                .hasSize(1);
    }

    @Test
    void very_many_characters_that_xml_must_escape_are_no_attack() throws IOException {
        StringBuilder xml = new StringBuilder("<r>");
        for (int row = 0; row < 200_000; row++) {
            xml.append("<o>&amp;&lt;&#228;</o>");
        }

        List<Map<String, Object>> rows = rows(xml.append("</r>").toString(), Map.of());

        assertThat(rows).hasSize(200_000);
        assertThat(rows.getLast().toString()).isEqualTo("{_text=&<ä}");
    }

    @Test
    void levels_are_bounded() {
        assertThatThrownBy(() -> rows("<r><o>" + "<a>".repeat(300) + "</a>".repeat(300) + "</o></r>", Map.of()))
                .hasMessageContaining(": elements are nested more than 200 deep. Nothing of it was loaded.");
        assertThatThrownBy(() -> rows("<a>".repeat(300) + "</a>".repeat(300), Map.of("record", "b")))
                .hasMessageContaining(": elements are nested more than 200 deep.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<r/>", "<r></r>", "<r> \n</r>"})
    void an_empty_root_has_no_rows(String xml) throws IOException {
        assertThat(rows(xml, Map.of())).isEmpty();
        assertThat(rows(xml, Map.of("record", "order"))).isEmpty();
    }

    @Test
    void a_wrong_record_is_an_error() {
        Path file = folder.resolve("day.xml");

        assertThatThrownBy(() -> rows("<orders><order>1</order></orders>", Map.of("record", "ordr")))
                .hasMessage(
                        "[SOURCE_UNREADABLE] " + file + " has no element 'ordr'. It has: orders, order. Did you mean"
                                + " 'order'? Correct .record(..) (--record).");
        assertThatThrownBy(() -> rows("<r>\n<head/><order/></r>", Map.of()))
                .hasMessage(
                        "[SOURCE_UNREADABLE] " + file + ", line 2, column 16: the root element has elements of several"
                                + " names ('head', 'order'), so that it is not clear which of them are rows. Name one with"
                                + " .record(\"order\") (--record order). Nothing of it was loaded.");
        assertThatThrownBy(() -> rows("<r/>", Map.of("record", "a//b")))
                .hasMessage("[BAD_USAGE] 'a//b' does not name an element. Give its name without a prefix, or a path of"
                        + " names from the root element: order, orders/order.");
        assertThatThrownBy(() -> rows("<r/>", Map.of("sheet", "1")))
                .hasMessage("[BAD_USAGE] the format xml has no option 'sheet', which is for xlsx. It has:"
                        + " attribute_prefix, lists, record.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<r>\n<o>1</o>\n<o>2", "<r>\n<o>1</o>\n</s>", "<r>\n<o>1</o>\n<o>&nbsp;</o></r>"})
    void a_damaged_document_is_an_error_with_its_place(String xml) {
        assertThatThrownBy(() -> rows(xml, Map.of()))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + folder.resolve("day.xml") + ", line 3, column ")
                .hasMessageContaining(": this is not XML that can be read (");
    }

    @Test
    void what_is_not_there_or_empty_is_an_error() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.xml"));

        assertThatThrownBy(() -> rows(folder.resolve("none.xml"), Map.of()))
                .hasMessage("[SOURCE_MISSING] there is no file " + folder.resolve("none.xml") + ". Correct the path.");
        assertThatThrownBy(() -> rows(empty, Map.of())).hasMessageStartingWith("[SOURCE_UNREADABLE] " + empty);
    }
}
