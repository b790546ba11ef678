package dev.pipette.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HowItEndedTests {
    /** A script that calls System.exit writes an end without an exit code. */
    @ParameterizedTest
    @CsvSource({"0, SUCCEEDED, 0", "3, FAILED, 3", "137, FAILED, 137"})
    void the_exit_code_of_the_process_counts_where_the_program_names_none(
            int process, AttemptEnd.How how, int exitCode) {
        RunReport report = new RunReport(
                List.of(), Optional.of(new RunReport.End(RunReport.OF_PROCESS, Optional.empty(), Optional.empty())));

        AttemptEnd end = new HowItEnded(
                        JobDefinition.of(
                                "orders",
                                new Work.SourceOf("everflow", List.of(), Optional.empty()),
                                new Schedule.Never(ZoneOffset.UTC)),
                        process,
                        Optional.empty(),
                        false,
                        report,
                        List.of())
                .end();

        assertThat(end.how()).isEqualTo(how);
        assertThat(end.exitCode()).isEqualTo(exitCode);
    }
}
