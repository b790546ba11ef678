package dev.pipette.jobs.export;

import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.policy.ErrorClass;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A DAG of Airflow 2.9 or 3. */
final class AirflowDag {
    private AirflowDag() {}

    static Export export(ExportRequest request) {
        List<String> warnings = new ArrayList<>(Warnings.common(request, "Airflow"));
        warnings.addAll(Warnings.ofOverlap(request, Overlap.QUEUE, "Airflow"));
        if (request.job().missed() == MissedRuns.NONE) {
            warnings.add("Airflow runs the newest missed occurrence; it cannot leave it out.");
        }
        warnings.add("The DAG calls " + request.command() + ": each worker needs Pipette there.");
        String file = "pipette_" + request.job().name().replaceAll("[^A-Za-z0-9]", "_") + ".py";
        return new Export(List.of(new Export.File(file, text(request, CalendarTimes.of(request)))), warnings);
    }

    private static String text(ExportRequest request, CalendarTimes times) {
        LocalDate start = request.start();
        return """
                # The job '%1$s' of Pipette, as a DAG of Airflow 2.9 or 3. The interval is the data interval of the DAG run, so that a task
                # that is cleared, and a backfill, have the interval of their run. An occurrence that succeeded loads nothing again.
                %2$simport os
                import subprocess
                from datetime import timedelta

                import pendulum
                from airflow.exceptions import AirflowException, AirflowFailException
                from airflow.timetables.interval import CronDataIntervalTimetable

                try:
                    from airflow.providers.standard.operators.python import PythonOperator
                    from airflow.sdk import DAG, Variable
                except ImportError:
                    from airflow import DAG
                    from airflow.models import Variable
                    from airflow.operators.python import PythonOperator

                BEFORE_INTERVAL = %3$s
                AFTER_INTERVAL = %4$s
                FOLDER = %5$s
                SECRETS = %6$s


                def run(interval):
                    env = dict(os.environ, **{name: Variable.get(name) for name in SECRETS})
                    command = BEFORE_INTERVAL + [interval] + AFTER_INTERVAL
                    process = subprocess.Popen(
                        command, cwd=FOLDER, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
                    )
                    try:
                        for line in process.stdout:
                            print(line, end="")
                        code = process.wait()
                    except BaseException:
                        process.terminate()  # it stops before it publishes
                        try:
                            process.wait(%7$d)
                        except subprocess.TimeoutExpired:
                            process.kill()
                        raise
                    if code in (%8$d, -9, 137):
                        raise AirflowException("an error that may pass, exit code %%d" %% code)
                    if code != 0:
                        raise AirflowFailException("an error that stays, exit code %%d; it is not tried again" %% code)


                with DAG(
                    dag_id=%9$s,
                    schedule=CronDataIntervalTimetable(%10$s, timezone=pendulum.timezone(%11$s)),
                    start_date=pendulum.datetime(%12$d, %13$d, %14$d, tz=%11$s),
                    catchup=%15$s,
                    max_active_runs=1,
                ):
                    PythonOperator(
                        task_id="run",
                        python_callable=run,
                        op_kwargs={"interval": "{{ data_interval_start.isoformat() }}/{{ data_interval_end.isoformat() }}"},
                        retries=%16$d,
                        retry_delay=timedelta(seconds=%17$d),
                        retry_exponential_backoff=%18$s,
                        max_retry_delay=timedelta(seconds=%19$d),
                        execution_timeout=timedelta(seconds=%20$d),
                    )
                """.formatted(
                        request.job().name(),
                        secrets(request),
                        Quoted.list(Words.beforeInterval(request)),
                        Quoted.list(Words.afterInterval(request)),
                        request.job()
                                .folder()
                                .map(folder -> Quoted.string(folder.toString()))
                                .orElse("None"),
                        Quoted.list(request.secrets()),
                        Words.seconds(request.job().grace()),
                        ErrorClass.EXIT_CODE,
                        Quoted.string(request.job().name()),
                        Quoted.string(times.cron()),
                        Quoted.string(times.zone()),
                        start.getYear(),
                        start.getMonthValue(),
                        start.getDayOfMonth(),
                        request.job().missed() == MissedRuns.ALL ? "True" : "False",
                        request.job().retries().attempts() - 1,
                        Words.seconds(request.job().retries().first()),
                        request.job().retries().factor() > 1 ? "True" : "False",
                        Words.seconds(request.job().retries().most()),
                        Words.seconds(request.job().timeout()));
    }

    private static String secrets(ExportRequest request) {
        return request.secrets().isEmpty()
                ? ""
                : Quoted.comment(List.of("Secrets are Variables of Airflow: " + String.join(", ", request.secrets())));
    }
}
