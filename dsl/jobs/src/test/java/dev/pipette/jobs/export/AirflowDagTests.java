package dev.pipette.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The DAG, run by Python with stand-ins for the classes of Airflow. */
class AirflowDagTests {
    private static final String STAND_INS = """
            import sys, types

            def module(name, **members):
                sys.modules[name] = types.ModuleType(name)
                sys.modules[name].__dict__.update(members)

            class AirflowException(Exception): pass
            class AirflowFailException(AirflowException): pass
            class Timetable:
                def __init__(self, cron, timezone): self.cron, self.timezone = cron, timezone
            class DAG:
                def __init__(self, **all): DAG.all = all
                def __enter__(self): return self
                def __exit__(self, *error): pass
            class PythonOperator:
                def __init__(self, **all): PythonOperator.all = all
            class Variable:
                get = staticmethod(lambda name: "value of " + name)

            module("pendulum", timezone=lambda name: name, datetime=lambda *day, tz: (day, tz))
            module("airflow")
            module("airflow.exceptions", AirflowException=AirflowException, AirflowFailException=AirflowFailException)
            module("airflow.timetables")
            module("airflow.timetables.interval", CronDataIntervalTimetable=Timetable)
            module("airflow.providers"), module("airflow.providers.standard"), module("airflow.providers.standard.operators")
            module("airflow.providers.standard.operators.python", PythonOperator=PythonOperator)
            module("airflow.sdk", DAG=DAG, Variable=Variable)
            exec(compile(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1], "exec"))
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void python() {
        assumeTrue(Tool.isInstalled("python3"), "python3 is not installed here");
    }

    @Test
    void the_dag_has_the_schedule_and_the_policies_of_the_job() throws IOException {
        assertThat(python(job(), Tool.printer(folder), """
                print(DAG.all["dag_id"], DAG.all["schedule"].cron, DAG.all["schedule"].timezone, DAG.all["start_date"])
                print(DAG.all["catchup"], DAG.all["max_active_runs"])
                task = PythonOperator.all
                print(task["retries"], task["retry_delay"], task["max_retry_delay"], task["execution_timeout"])
                print(task["op_kwargs"]["interval"])
                """).out()).isEqualTo("""
                orders 15 7-23 * * 1-5 America/New_York ((2026, 1, 2), 'America/New_York')
                True 1
                3 0:00:30 0:15:00 6:00:00
                {{ data_interval_start.isoformat() }}/{{ data_interval_end.isoformat() }}
                """);
    }

    @Test
    void the_task_calls_the_same_command_with_its_secrets() throws IOException {
        Path program = Tool.program(folder, "echo \"$SHOP_API_KEY\"; pwd; printf '[%s]' \"$@\"\n");
        JobDefinition job = job().param("text", "it's \"$HOME\" 100 % \\ {{ x }} \u00e9 \ud83d\ude00\n\u0007")
                .folder(folder);

        assertThat(python(job, program, "run('2025-12-24T11:15:00+00:00/2025-12-24T12:15:00+00:00')\n")
                        .out())
                .isEqualTo("value of SHOP_API_KEY\n" + folder.toRealPath()
                        + "\n[run][--job][orders][--interval][2025-12-24T11:15:00+00:00/2025-12-24T12:15:00+00:00][--param]"
                        + "[text=it's \"$HOME\" 100 % \\ {{ x }} \u00e9 \ud83d\ude00\n\u0007][orders.jsh]");
    }

    @Test
    void an_error_that_stays_fails_the_task_without_retries() throws IOException {
        String outcome = """
                try:
                    run("x/y")
                except AirflowException as failed:
                    print(type(failed).__name__ + ": " + str(failed))
                """;

        assertThat(python(job(), Tool.program(folder, "exit 3\n"), outcome).out())
                .isEqualTo("AirflowFailException: an error that stays, exit code 3; it is not tried again\n");
        assertThat(python(job(), Tool.program(folder, "exit 75\n"), outcome).out())
                .isEqualTo("AirflowException: an error that may pass, exit code 75\n");
    }

    private static JobDefinition job() {
        return JobDefinition.of(
                        "orders",
                        new Work.Script("orders.jsh", "00"),
                        new Schedule.Cron("15 7-23 * * MON-FRI", ZoneId.of("America/New_York")))
                .byInterval();
    }

    private Tool.Result python(JobDefinition job, Path command, String then) throws IOException {
        ExportRequest request = ExportRequest.of(job, "orders.jsh", LocalDate.of(2026, 1, 2))
                .secrets(List.of("SHOP_API_KEY"))
                .command(command.toString());
        Export.File file = Exporter.AIRFLOW.export(request).files().getFirst();
        Path dag = Files.writeString(folder.resolve(file.name()), file.text());
        Path main = Files.writeString(folder.resolve("main.py"), STAND_INS + then);
        return Tool.run(
                List.of("python3", main.toString(), dag.toString()),
                Map.of("PYTHONIOENCODING", "utf-8", "PYTHONUTF8", "1"));
    }
}
