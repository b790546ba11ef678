package dev.pipette.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any parameter reaches the command as it is, through the quotes of each scheduler and of the shell. */
class ExportedWordsPropertyTests {
    private static final List<Exporter> SHELLS =
            List.of(Exporter.SYSTEMD, Exporter.CRON, Exporter.KUBERNETES, Exporter.GITHUB_ACTIONS, Exporter.KESTRA);

    private static Path folder = Path.of(".");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("exported");
        Tool.printer(folder);
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.delete(folder.resolve("pipette"));
        Files.delete(folder);
    }

    /** Texts of what quotes, expressions and escapes are made of. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.of(
                "'",
                "\"",
                "\\",
                "$",
                "$$",
                "$(id)",
                "`id`",
                "%",
                "%%",
                "%n",
                "\\%",
                "\\\\%",
                "{",
                "}",
                "{{",
                "}}",
                "{%",
                "{#",
                "${{",
                "${{ github.token }}",
                "{{ x }}",
                "#",
                " ",
                "  ",
                ";",
                "&",
                "|",
                "*",
                "!",
                "~",
                "=",
                "- ",
                ": ",
                "\t",
                "é",
                "\u00e9",
                "\u2028",
                "\u00a0",
                "\ud83d\ude00",
                "\u0007",
                "\u007f",
                "\u0085",
                "a",
                "0",
                "\\n",
                "@",
                "<",
                ">",
                "\r");
        return parts.list().ofMaxSize(12).map(list -> String.join("", list));
    }

    /** Many texts at once, because each look starts processes. */
    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE)
    void a_parameter_reaches_the_command(@ForAll @Size(20) List<@From("texts") String> texts, @ForAll boolean lines) {
        for (Exporter exporter : SHELLS) {
            List<String> values = texts.stream()
                    .map(text -> exporter == Exporter.CRON ? text.replace("\r", "") : lines ? text + "\n" + text : text)
                    .toList();

            assertThat(reached(exporter, values)).as(exporter.word()).isEqualTo(values);
        }
    }

    @Example
    void so_does_each_row_of_backslashes_and_percent_signs() {
        List<String> texts = List.of("\\%", "\\\\%", "\\\\\\%", "%\\%", "'\\%'", "'%", "\\'%\\");

        assertThat(reached(Exporter.CRON, texts)).isEqualTo(texts);
    }

    private static List<String> reached(Exporter exporter, List<String> values) {
        JobDefinition job = JobDefinition.of(
                "orders", new Work.Script("orders.jsh", "00"), new Schedule.Cron("@hourly", ZoneId.of("UTC")));
        for (String value : values) {
            job = job.param("p" + job.parameters().size(), value);
        }
        ExportRequest request = ExportRequest.of(job, "orders.jsh", LocalDate.of(2026, 1, 1))
                .command(folder.resolve("pipette").toString());
        List<String> words = Tool.run(
                        Exported.words(exporter, exporter.export(request)),
                        Map.of("JOB_NAME", "orders-29442960", "AT", "2025-12-24T12:15:07Z", "INTERVAL", ""))
                .words();
        assertThat(words).hasSize(6 + 2 * values.size()).endsWith("orders.jsh");
        return IntStream.range(0, values.size())
                .mapToObj(i -> words.get(6 + 2 * i).substring(("p" + i + "=").length()))
                .toList();
    }
}
