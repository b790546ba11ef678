package dev.pipette.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks that fastexcel writes, and sheets as Excel itself writes them. */
class XlsxFormatTests {
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    @TempDir
    Path folder;

    private Path workbook(Consumer<Workbook> write) throws IOException {
        Path file = folder.resolve("shop.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "Pipette", "1.0")) {
            write.accept(workbook);
        }
        return file;
    }

    private Path sheet(Consumer<Worksheet> write) throws IOException {
        return workbook(workbook -> write.accept(workbook.newWorksheet("Orders")));
    }

    /** A workbook with rows as XML, as other programs write them; style 1 is a date, 2 a time, 3 a date and time, 4 a duration. */
    private Path raw(String workbookProperties, String rows) throws IOException {
        Path file = folder.resolve("raw.xlsx");
        String relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        String packaged = "http://schemas.openxmlformats.org/package/2006/relationships";
        Map<String, String> parts = Map.of(
                "[Content_Types].xml",
                "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
                        + "<Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/>"
                        + "<Override PartName='/xl/styles.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml'/>"
                        + "</Types>",
                "xl/workbook.xml",
                "<workbook xmlns='" + MAIN + "' xmlns:r='" + relations + "'>" + workbookProperties
                        + "<sheets><sheet name='S' sheetId='1' r:id='rId1'/></sheets></workbook>",
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns='" + packaged
                        + "'><Relationship Id='rId1' Type='x' Target='worksheets/sheet1.xml'/></Relationships>",
                "xl/styles.xml",
                "<styleSheet xmlns='" + MAIN
                        + "'><numFmts count='1'><numFmt numFmtId='164' formatCode='[h]:mm'/></numFmts>"
                        + "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='21'/><xf numFmtId='22'/><xf numFmtId='164'/></cellXfs></styleSheet>",
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns='" + MAIN + "'><sheetData>" + rows + "</sheetData></worksheet>");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(UTF_8));
            }
        }
        return file;
    }

    private static List<Map<String, Object>> rows(Path file, Map<String, String> options) throws IOException {
        FileContent.Rows content = (FileContent.Rows) new XlsxFormat().content(file, options);
        try (Stream<Map<String, Object>> rows = content.opener().open()) {
            return rows.toList();
        }
    }

    @Test
    void the_format_is_found_by_the_service_loader_and_the_ending() {
        assertThat(ServiceLoader.load(SourceFormat.class).stream()
                        .map(found -> found.get().name()))
                .containsExactly("xlsx");
        assertThat(new XlsxFormat().recognizes("A.XLSX")).isTrue();
        assertThat(new XlsxFormat().recognizes("a.xls")).isFalse();
    }

    @Test
    void values_have_the_types_that_the_cells_have() throws IOException {
        Path file = sheet(sheet -> {
            String[] names = {"id", "name", "price", "paid", "day", "at", "note"};
            for (int column = 0; column < names.length; column++) {
                sheet.value(0, column, names[column]);
            }
            sheet.value(1, 0, 7);
            sheet.value(1, 1, "Größe & <x>");
            sheet.value(1, 2, 2.5);
            sheet.value(1, 3, true);
            sheet.value(1, 4, LocalDate.of(2024, 2, 29));
            sheet.style(1, 4).format("yyyy-mm-dd").set();
            sheet.value(1, 5, LocalDateTime.of(2024, 2, 29, 13, 5, 7));
            sheet.style(1, 5).format("dd.mm.yyyy hh:mm:ss").set();
        });

        Map<String, Object> row = rows(file, Map.of()).getFirst();

        assertThat(row)
                .containsEntry("id", 7L)
                .containsEntry("name", "Größe & <x>")
                .containsEntry("price", 2.5)
                .containsEntry("paid", true)
                .containsEntry("day", LocalDate.of(2024, 2, 29))
                .containsEntry("at", LocalDateTime.of(2024, 2, 29, 13, 5, 7))
                .containsEntry("note", null);
        assertThat(row.keySet()).containsExactly("id", "name", "price", "paid", "day", "at", "note");
    }

    @Test
    void numbers_are_what_is_stored_and_not_what_is_shown() throws IOException {
        Path file = raw("", """
                <row r='1'><c r='A1' t='inlineStr'><is><t>v</t></is></c></row>
                <row r='2'><c r='A2'><v>0.30000000000000004</v></c></row>
                <row r='3'><c r='A3'><v>1E-3</v></c></row>
                <row r='4'><c r='A4'><v>123456789012345678</v></c></row>
                <row r='5'><c r='A5'><v>1E+20</v></c></row>
                <row r='6'><c r='A6' t='b'><v>0</v></c></row>
                """);

        assertThat(rows(file, Map.of()).stream().map(row -> row.get("v")))
                .containsExactly(0.30000000000000004, 0.001, 123456789012345678L, 1E20, false);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0,    1899-12-31",
        "1, 1,    1900-01-01",
        "1, 59,   1900-02-28",
        "1, 61,   1900-03-01",
        "1, 45351,    2024-02-29",
        "3, 45351,     2024-02-29T00:00",
        "1, 45351.5,   2024-02-29T12:00",
        "3, 45351.999999999, 2024-03-01T00:00",
        "2, 0.5454282407,    13:05:25",
        "1, 2958465,   9999-12-31"
    })
    void days_become_dates_and_times(String style, String number, String time) throws IOException {

        Path file = raw("", "<row r='1'><c r='A1' s='" + style + "'><v>" + number + "</v></c></row>");

        Object value = rows(file, Map.of("header", "v")).getFirst().get("v");

        assertThat(String.valueOf(value)).isEqualTo(time);
        assertThat(value)
                .isInstanceOf(
                        time.length() == 10
                                ? LocalDate.class
                                : time.length() == 8 ? LocalTime.class : LocalDateTime.class);
    }

    @Test
    void what_is_no_day_stays_a_number_and_a_workbook_may_count_from_1904() throws IOException {
        String rows = "<row r='1'><c r='A1' s='1'><v>-1</v></c><c r='B1' s='4'><v>1.5</v></c>"
                + "<c r='C1' s='1'><v>2958466</v></c><c r='D1' s='1'><v>0</v></c></row>";

        assertThat(rows(raw("<workbookPr date1904='1'/>", rows), Map.of("header", "a\nb\nc\nd")))
                .containsExactly(Map.of("a", -1L, "b", 1.5, "c", 2958466L, "d", LocalDate.of(1904, 1, 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "General                        ! NUMBER",
                "0.00E+00                       ! NUMBER",
                "#,##0.00 [$EUR]                ! NUMBER",
                "[Red]0;[Blue]-0                ! NUMBER",
                "0 \"days\"                     ! NUMBER",
                "0\\d                           ! NUMBER",
                "[h]:mm:ss                      ! NUMBER",
                "dd/mm/yyyy                     ! DATE",
                "[$-407]d. mmmm yyyy            ! DATE",
                "mmm                            ! DATE",
                "mm:ss.0                        ! TIME",
                "h:mm AM/PM                     ! TIME",
                "yyyy-mm-dd\\Thh:mm             ! DATE_AND_TIME",
                "yyyy\\-mm\\-dd;@               ! DATE"
            })
    void a_format_says_what_a_number_is(String code, NumberFormat format) {
        assertThat(NumberFormat.of(164, code)).isEqualTo(format);
    }

    @Test
    void formulas_have_their_last_values() throws IOException {
        Path file = raw("", """
                <row r='1'><c r='A1'><f>1+1</f><v>2</v></c><c r='B1' t='str'><f>"a"&amp;"b"</f><v>ab</v></c>\
                <c r='C1' t='b'><f>TRUE()</f><v>1</v></c><c r='D1' s='1'><f>TODAY()</f><v>45351</v></c>\
                <c r='E1'><f>NOW()</f></c></row>
                """);

        assertThat(rows(file, Map.of("header", "a\nb\nc\nd\ne")).getFirst())
                .containsEntry("a", 2L)
                .containsEntry("b", "ab")
                .containsEntry("c", true)
                .containsEntry("d", LocalDate.of(2024, 2, 29))
                .containsEntry("e", null);
    }

    @Test
    void a_cell_with_an_error_is_an_error_or_null_or_kept_apart() throws IOException {
        Path file = raw("", """
                <row r='1'><c r='A1'><v>1</v></c></row>\
                <row r='3'><c r='A3' t='e'><f>1/0</f><v>#DIV/0!</v></c><c r='B3'><v>5</v></c></row>\
                <row r='4'><c r='A4' t='e'><v>#N/A</v></c></row>
                """);

        assertThatThrownBy(() -> rows(file, Map.of("header", "a\nb")))
                .hasMessage("[SOURCE_UNREADABLE] " + file + ", sheet 'S', cell A3: the cell shows the error #DIV/0!."
                        + " Nothing of it was loaded. Fix the cell, or read such cells as NULL with"
                        + " .nulls(\"#DIV/0!\") (--null '#DIV/0!'). Or keep such lines apart with"
                        + " .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(rows(file, Map.of("header", "a\nb", "null", "#DIV/0!\n#N/A")).stream()
                        .map(row -> row.get("a") + " " + row.get("b")))
                .containsExactly("1 null", "null 5", "null null");
        List<String> apart = new ArrayList<>();
        FileContent.Rows content = (FileContent.Rows) new XlsxFormat().content(file, Map.of("header", "a\nb"));
        try (Stream<Map<String, Object>> rows = content.lines()
                .orElseThrow()
                .open((line, text, problem) -> apart.add(line + ": " + text + ": " + problem))) {
            assertThat(rows).hasSize(1);
        }
        assertThat(apart)
                .containsExactly(
                        "3: #DIV/0!\t5: cell A3: the cell shows the error #DIV/0!",
                        "4: #N/A: cell A4: the cell shows the error #N/A");
    }

    @Test
    void a_range_has_the_table_and_empty_rows_are_left_out() throws IOException {
        Path file = sheet(sheet -> {
            sheet.value(0, 0, "Report of May");
            sheet.value(2, 1, "id");
            sheet.value(2, 2, "name");
            sheet.value(3, 1, 1);
            sheet.value(3, 2, "one");
            sheet.value(3, 4, "a note");
            sheet.value(5, 1, 2);
            sheet.range(5, 2, 6, 2).merge();
            sheet.value(5, 2, "two");
            sheet.value(6, 1, 3);
            sheet.value(8, 1, "total");
        });

        assertThat(rows(file, Map.of("range", "B3:C8")).toString())
                .isEqualTo("[{id=1, name=one}, {id=2, name=two}, {id=3, name=null}]");
        assertThat(rows(file, Map.of("range", "b3:c"))).hasSize(4);
        assertThat(rows(file, Map.of("range", "$B$4:$C$4", "header", "")))
                .containsExactly(Map.of("column0", 1L, "column1", "one"));
        assertThatThrownBy(() -> rows(file, Map.of("range", "B3")))
                .hasMessage(
                        "[SOURCE_UNREADABLE] " + file + ", sheet 'Orders', cell E4: the cell has a value (\"a note\"),"
                                + " and column E has no name. Nothing of it was loaded. Name the column, or leave it out with"
                                + " .range(..) (--range). Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThatThrownBy(() -> rows(file, Map.of("range", "B4", "header", "id")))
                .hasMessageContaining(
                        "cell C4: the cell has a value (\"one\"), and column C has no name among the 1 that"
                                + " are given.");
        assertThat(rows(file, Map.of("range", "A20"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3B", "B3:", ":F", "F3:B9", "B9:F3", "ABCD1", "B0"})
    void what_is_not_a_range_is_refused(String range) {
        assertThatThrownBy(() -> new XlsxFormat().content(folder.resolve("a.xlsx"), Map.of("range", range)))
                .hasMessage("[BAD_USAGE] '" + range + "' is not a range of cells. Give the first and the last cell, or"
                        + " leave out what is open: B3:F100, B3:F, B3, B:F.");
    }

    @Test
    void a_sheet_is_named_or_numbered_or_the_first_one_that_is_shown() throws IOException {
        Path file = workbook(workbook -> {
            for (String name : List.of("Hidden", "2024", "Orders")) {
                Worksheet sheet = workbook.newWorksheet(name);
                sheet.value(0, 0, "v");
                sheet.value(1, 0, name);
                if (name.equals("Hidden")) {
                    sheet.setVisibilityState(VisibilityState.HIDDEN);
                }
            }
        });

        assertThat(rows(file, Map.of())).containsExactly(Map.of("v", "2024"));
        assertThat(rows(file, Map.of("sheet", "Orders"))).containsExactly(Map.of("v", "Orders"));
        assertThat(rows(file, Map.of("sheet", "1"))).containsExactly(Map.of("v", "Hidden"));
        assertThat(rows(file, Map.of("sheet", "2024"))).containsExactly(Map.of("v", "2024"));
        assertThatThrownBy(() -> rows(file, Map.of("sheet", "Order")))
                .hasMessage("[BAD_USAGE] " + file
                        + " has no sheet 'Order'. It has: Hidden, 2024, Orders. Did you mean 'Orders'?");
    }

    @Test
    void two_columns_of_one_name_are_refused() throws IOException {
        Path file = sheet(sheet -> {
            sheet.value(0, 0, "id");
            sheet.value(0, 2, "id");
            sheet.value(1, 0, 1);
        });

        assertThatThrownBy(() -> rows(file, Map.of()))
                .hasMessageStartingWith("[NAME_COLLISION] " + file
                        + ", sheet 'Orders', cell C1: two columns have the name 'id' (the other one is in A1).");
    }

    @Test
    void many_rows_are_read_one_at_a_time() throws IOException {
        Path file = sheet(sheet -> {
            sheet.value(0, 0, "id");
            for (int row = 1; row <= 20_000; row++) {
                sheet.value(row, 0, row);
            }
        });

        FileContent.Rows content = (FileContent.Rows) new XlsxFormat().content(file, Map.of());
        try (Stream<Map<String, Object>> rows = content.opener().open()) {
            assertThat(rows.mapToLong(row -> (Long) row.get("id")).sum()).isEqualTo(200_010_000L);
        }
        Files.delete(file);
    }

    @Test
    void other_files_and_damaged_ones_are_errors() throws IOException {
        Path text = Files.writeString(folder.resolve("a.xlsx"), "id,name\n1,one\n");
        Path old =
                Files.write(folder.resolve("b.xlsx"), HexFormat.of().parseHex("d0cf11e0a1b11ae1" + "00".repeat(600)));
        Path damaged = raw("", "<row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c");

        assertThatThrownBy(() -> rows(text, Map.of()))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + text + " is not an Excel workbook that can be read: ");
        assertThatThrownBy(() -> rows(old, Map.of()))
                .hasMessage("[SOURCE_UNREADABLE] " + old + " is a workbook of an older Excel (.xls), or one with a"
                        + " password. Save it as .xlsx without a password, and load that.");
        assertThatThrownBy(() -> rows(damaged, Map.of("header", "v")))
                .hasMessageStartingWith(
                        "[SOURCE_UNREADABLE] " + damaged + ", sheet 'S', after row 1: the workbook is damaged (");
        assertThatThrownBy(() -> rows(folder.resolve("none.xlsx"), Map.of()))
                .hasMessage("[SOURCE_MISSING] there is no file " + folder.resolve("none.xlsx") + ". Correct the path.");
        assertThatThrownBy(() -> rows(folder.resolve("a.xlsx.gz"), Map.of()))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + folder.resolve("a.xlsx.gz")
                        + ": a workbook is compressed inside and is not read through another compression.");
        assertThatThrownBy(() -> rows(text, Map.of("delimiter", ";")))
                .hasMessage("[BAD_USAGE] the format xlsx has no option 'delimiter', which is for csv and tsv. It has:"
                        + " header, null, range, sheet.");
    }
}
