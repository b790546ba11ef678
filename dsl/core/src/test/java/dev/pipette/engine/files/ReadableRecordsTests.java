package dev.pipette.engine.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.spi.CsvDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of a delimited file has all records but those that cannot be read. */
class ReadableRecordsTests {
    @TempDir
    Path folder;

    private final List<String> bad = new ArrayList<>();
    private int copies;

    private String copy(String text, int columns) throws IOException {
        return copy(text.getBytes(UTF_8), columns, CsvDialect.usual(","));
    }

    private String copy(byte[] text, int columns, CsvDialect dialect) throws IOException {
        Path file = Files.write(folder.resolve("a.csv"), text);
        Path to = folder.resolve("copy" + copies++);
        bad.clear();
        ReadableRecords.copy(
                new DelimitedFile(file, file, dialect, 0),
                columns,
                to,
                (line, found, problem) -> bad.add(line + " <" + found + "> " + problem));
        return Files.readString(to, ISO_8859_1);
    }

    @Test
    void records_of_another_width_are_left_out_with_their_number_and_why() throws IOException {
        assertThat(copy("a,b\n1\n2,x\n3,y,z\n\n4,\n5,v,,\"\"\n6,w,,1", 2)).isEqualTo("a,b\n2,x\n\n4,\n5,v,,\"\"\n");
        assertThat(bad)
                .containsExactly(
                        "2 <1> 1 field, but the first line names 2",
                        "4 <3,y,z> 3 fields, but the first line names 2",
                        "8 <6,w,,1> 4 fields, but the first line names 2");
    }

    @Test
    void a_quote_without_an_end_takes_no_other_record_along() throws IOException {
        assertThat(copy("a,b\n1,\"x\n2,y\n3,\"z\"\n4,\"v\"w\n5,u\n6,\"t", 2)).isEqualTo("a,b\n2,y\n3,\"z\"\n5,u\n");
        assertThat(bad)
                .containsExactly(
                        "2 <1,\"x> a quoted field has no end",
                        "5 <4,\"v\"w> something is after the closing quote of a field",
                        "7 <6,\"t> a quoted field has no end");
    }

    @Test
    void a_record_that_spans_lines_is_left_out_whole_where_none_of_its_lines_is_one() throws IOException {
        assertThat(copy("a,b\r\n1,\"x\r\ny\",z\r\n2,\"x\ny\"\r\n3,w\r\n", 2)).isEqualTo("a,b\r\n2,\"x\ny\"\r\n3,w\r\n");
        assertThat(bad).containsExactly("2 <1,\"x\r\ny\",z> 3 fields, but the first line names 2");

        assertThat(copy("a,b\n1,\"x\n2,y\n3,z\",4\n5,\"v\ny\"w,6\n7,u\n", 2)).isEqualTo("a,b\n7,u\n");
        assertThat(bad)
                .containsExactly(
                        "2 <1,\"x\n2,y\n3,z\",4> 3 fields, but the first line names 2",
                        "5 <5,\"v\ny\"w,6> something is after the closing quote of a field");
    }

    @Test
    void what_duckdb_takes_for_a_record_is_one() throws IOException {
        String odd = "a,b\n1, \"x,y\" \n2,x\"y\n3,x\"\"\n\"4\" \"5\",6\n7,\"\"\"\"\n8,\0\n9,";

        assertThat(copy(odd, 2)).isEqualTo(odd);
        assertThat(bad).isEmpty();
        assertThat(copy("a\n\n1,\n\"\"\n  \n", 1)).isEqualTo("a\n\n1,\n\"\"\n  \n");
        assertThat(bad).isEmpty();
    }

    @Test
    void lines_that_end_otherwise_and_bytes_that_are_not_utf_8_are_left_out() throws IOException {
        assertThat(copy("\uFEFFa,b\n1,x\r\n2,y\rz\n3,v\n\r\n4,w\r", 2)).isEqualTo("\u00EF\u00BB\u00BFa,b\n3,v\n");
        assertThat(bad)
                .containsExactly(
                        "2 <1,x> the line ends in another way (LF, CR LF, CR) than the first line",
                        "3 <2,y\rz> the line ends in another way (LF, CR LF, CR) than the first line",
                        "6 <4,w\r> the line ends in another way (LF, CR LF, CR) than the first line");

        assertThat(copy("a,b\n1,M\u00FCller\n2,x\n".getBytes(ISO_8859_1), 2, CsvDialect.usual(",")))
                .isEqualTo("a,b\n2,x\n");
        assertThat(bad).containsExactly("2 <1,M\\xFCller> this is not UTF-8 text");
    }

    @Test
    void a_return_alone_is_a_character_of_its_line_where_lines_end_otherwise() throws IOException {
        String rows = "1,a\r\n2,b\rc\r\n3,\"x\ry\"\r\n4,d,e\r\n5,\"u\rv\",w\r\n6,f\r\r\n7,g\r";

        assertThat(copy("id,name\r\n" + rows, 2)).isEqualTo("id,name\r\n1,a\r\n3,\"x\ry\"\r\n");
        assertThat(bad)
                .containsExactly(
                        "3 <2,b\rc> the line ends in another way (LF, CR LF, CR) than the first line",
                        "5 <4,d,e> 3 fields, but the first line names 2",
                        "6 <5,\"u\rv\",w> 3 fields, but the first line names 2",
                        "7 <6,f\r> the line ends in another way (LF, CR LF, CR) than the first line",
                        "8 <7,g\r> the line ends in another way (LF, CR LF, CR) than the first line");

        assertThat(copy("a,b\r1,x\r2\r3,\"y\rz\"\r4\r", 2)).isEqualTo("a,b\r1,x\r3,\"y\rz\"\r");
        assertThat(bad)
                .containsExactly(
                        "3 <2> 1 field, but the first line names 2", "6 <4> 1 field, but the first line names 2");
    }

    @Test
    void the_line_of_a_record_is_found_where_a_return_alone_ends_none() throws IOException {
        String text = "id,name\r\n1,a\r\n2,\"x\ry\"\r\n3,\"x\r\ny\"\r\n4,d,e\r\n";
        Path file = Files.writeString(folder.resolve("lines.csv"), text);
        DelimitedFile windows = new DelimitedFile(file, file, CsvDialect.usual(","), 0);
        assertThat(RecordLine.of(windows, 4)).isEqualTo(4);
        assertThat(RecordLine.of(windows, 5)).isEqualTo(6);

        Files.writeString(file, text.replace("\r\n", "\n"));
        assertThat(RecordLine.of(windows, 5)).isEqualTo(6);
        Files.writeString(file, text.replace("\r\n", "\r"));
        assertThat(RecordLine.of(windows, 5)).isEqualTo(7);
    }

    @Test
    void the_dialect_says_what_separates_fields_and_whether_there_is_a_line_of_names() throws IOException {
        CsvDialect dialect = CsvDialect.usual("§").withQuote("'").withoutHeader(List.of());

        assertThat(copy("1§'x§y'\n2\n3§\"\n".getBytes(UTF_8), 2, dialect).getBytes(ISO_8859_1))
                .isEqualTo("1§'x§y'\n3§\"\n".getBytes(UTF_8));
        assertThat(bad).containsExactly("2 <2> 1 field, but the first line has 2");
        assertThat(copy(
                        "1,\"x\n2,\"y\"z\n".getBytes(UTF_8),
                        2,
                        CsvDialect.usual(",").withQuote("")))
                .isEqualTo("1,\"x\n2,\"y\"z\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void damaged_records_change_nothing_for_the_others(int seed) throws IOException {
        for (int round = 0; round < Integer.getInteger("pipette.trials", 30); round++) {
            Random random = new Random(seed * 1_000L + round);
            String lineBreak = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            StringBuilder all = new StringBuilder("id,t,u" + lineBreak);
            StringBuilder readable = new StringBuilder(all);
            List<String> damaged = new ArrayList<>();
            long line = 2;
            for (int record = random.nextInt(80); record > 0; record--) {
                String good = record + "," + field(random, lineBreak) + "," + field(random, lineBreak);
                String damage = damage(random, good, record);
                all.append(damage).append(lineBreak);
                if (damage.equals(good)) {
                    readable.append(good).append(lineBreak);
                } else {
                    damaged.add(line + " <" + damage + "> ");
                }
                line += 1 + damage.split(lineBreak, -1).length - 1;
            }

            assertThat(copy(all.toString().getBytes(UTF_8), 3, CsvDialect.usual(",")))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(new String(readable.toString().getBytes(UTF_8), ISO_8859_1));
            assertThat(bad).as("seed %d, round %d", seed, round).hasSameSizeAs(damaged);
            for (int index = 0; index < damaged.size(); index++) {
                assertThat(bad.get(index)).startsWith(damaged.get(index));
            }
        }
    }

    private static String field(Random random, String lineBreak) {
        return switch (random.nextInt(5)) {
            case 0 -> "\"x, \u00FC\"";
            case 1 -> "\"one" + lineBreak + "two \"\"three\"\"\"";
            case 2 -> "";
            case 3 -> "y".repeat(random.nextInt(20) == 0 ? 100_000 : 3);
            default -> " z ";
        };
    }

    private static String damage(Random random, String good, int record) {
        return switch (random.nextInt(10)) {
            case 0 -> record + ",x";
            case 1 -> good + ",more";
            case 2 -> record + ",\"begun,y";
            case 3 -> record + ",\"closed\"x,y";
            default -> good;
        };
    }
}
