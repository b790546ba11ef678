package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formats that are not delimited text, by the options of the command. */
class OtherFormatOptionsTests {
    @TempDir
    Path folder;

    private Result load(String file, String... options) {
        List<Object> arguments = new ArrayList<>(List.of(
                "load",
                folder + "/" + file,
                "--into",
                database(),
                "--table",
                "rows",
                "--home",
                folder.resolve("home")));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray());
    }

    private String database() {
        return "duckdb:" + folder.resolve("scratch.duckdb");
    }

    private String rows() {
        return Cli.run("sql", database(), "SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM rows", "--format", "csv")
                .out();
    }

    private void zip(String file, Map<String, String> members) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(file)))) {
            for (Map.Entry<String, String> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue().getBytes(UTF_8));
            }
        }
    }

    @Test
    void text_of_fixed_width_in_a_zip_archive() throws IOException {
        zip("bank.zip", Map.of("a/1.txt", "1 x  2\n", "b/2.txt", "9 y  9\n"));

        Result loaded = load("bank.zip!/a/*.txt", "--format=fixed", "--positions=id=2,v=3-5,n=6-", "--trim=right");

        assertThat(loaded.err()).isEmpty();
        assertThat(rows()).isEqualToIgnoringNewLines("id,v,n" + "1,x,2");
    }

    @Test
    void elements_of_xml() throws IOException {
        Files.writeString(folder.resolve("a.xml"), "<r><head/><o id='1'><id>2</id><tag>x</tag></o></r>");

        Result loaded = load("a.xml", "--record=o", "--attribute-prefix=attr_", "--lists=tag,other", "--max-nesting=0");

        assertThat(loaded.err()).isEmpty();
        assertThat(rows()).isEqualToIgnoringNewLines("attr_id,id,tag" + "1,2,\"[\"\"x\"\"]\"");
    }

    @Test
    void a_range_of_a_sheet() throws IOException {
        String main = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";
        zip(
                "a.xlsx",
                Map.of(
                        "[Content_Types].xml",
                        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
                                + "<Override PartName='/xl/styles.xml'"
                                + " ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml'/>"
                                + "</Types>",
                        "xl/styles.xml",
                        "<styleSheet " + main + "><cellXfs><xf numFmtId='0'/></cellXfs></styleSheet>",
                        "xl/workbook.xml",
                        "<workbook " + main
                                + " xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
                                + "<sheets><sheet name='Orders' sheetId='1' r:id='rId1'/></sheets></workbook>",
                        "xl/_rels/workbook.xml.rels",
                        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                                + "<Relationship Id='rId1' Type='x' Target='worksheets/sheet1.xml'/></Relationships>",
                        "xl/worksheets/sheet1.xml",
                        "<worksheet " + main + "><sheetData><row r='1'><c r='A1'><v>7</v></c></row>"
                                + "<row r='2'><c r='B2'><v>1</v></c><c r='C2' t='e'><v>#N/A</v></c></row>"
                                + "</sheetData></worksheet>"));

        Result loaded = load("a.xlsx", "--sheet=Orders", "--range=B2:C", "--header=id,v", "--null=#N/A");

        assertThat(loaded.err()).isEmpty();
        assertThat(rows()).isEqualToIgnoringNewLines("id" + "1");
        assertThat(load("a.xlsx", "--sheet=Order").err()).contains("has no sheet 'Order'. It has: Orders.");
        assertThat(load("a.xlsx", "--range=B2:C", "--header=id,v").err())
                .contains(
                        "read such cells as NULL with --null '#N/A'. Or keep such lines apart with --bad-rows reject.");
    }

    @Test
    void an_address_of_sftp_needs_a_key_or_a_password() {
        Result loaded = Cli.run(
                "load", "sftp://loader:hunter2@files.example.com/a.csv", "--into", database(), "--table", "rows");

        assertThat(loaded.err())
                .contains("holds a password. Leave it out, as in sftp://USER@HOST/.., and set SFTP_PASSWORD.")
                .doesNotContain("hunter2");
    }
}
