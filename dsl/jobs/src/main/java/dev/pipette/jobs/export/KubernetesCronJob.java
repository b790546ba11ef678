package dev.pipette.jobs.export;

import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.policy.ErrorClass;
import dev.pipette.jobs.time.IntervalWord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** A CronJob. */
final class KubernetesCronJob {
    /** Kubernetes adds 11 characters to the name. */
    private static final int LONGEST = 52;

    /** The name of a Job ends with the minutes since 1970 of its planned time, so that all pods of it have the same interval. */
    private static final String SCRIPT = """
            newest=$1 command=$2 job=$3 option=$4
            shift 4
            case ${JOB_NAME##*-} in
              [1-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]) interval=$newest@$((${JOB_NAME##*-} * 60)) ;;
              *) interval=$newest ;;
            esac
            exec "$command" run --job "$job" "$option" "$interval" "$@\"""";

    private KubernetesCronJob() {}

    static Export export(ExportRequest request) {
        CalendarTimes times = CalendarTimes.of(request);
        String name = name(request.job().name());
        List<String> warnings = new ArrayList<>(Warnings.ofNewestOnly(request, "Kubernetes"));
        warnings.addAll(Warnings.ofImage(request));
        warnings.addAll(Warnings.ofOverlap(request, Overlap.SKIP, "Kubernetes"));
        return new Export(List.of(new Export.File(name + ".cronjob.yaml", text(request, times, name))), warnings);
    }

    /** A label of DNS; one that had to be changed gets a checksum of the name, so that two jobs stay apart. */
    static String name(String job) {
        String label =
                job.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("-+$", "");
        if (label.equals(job) && label.length() <= LONGEST) {
            return label;
        }
        CRC32 sum = new CRC32();
        sum.update(job.getBytes(StandardCharsets.UTF_8));
        return label.substring(0, Math.min(label.length(), LONGEST - 9)) + "-%08x".formatted(sum.getValue());
    }

    private static String text(ExportRequest request, CalendarTimes times, String name) {
        return """
                # The job '%1$s' of Pipette: kubectl apply -f this-file.
                # The interval is the newest one of the schedule that had ended at the planned time of the Job, so that another pod of the
                # same Job has the same interval. An occurrence that succeeded loads nothing again.
                %2$sapiVersion: batch/v1
                kind: CronJob
                metadata:
                  name: %3$s
                spec:
                  schedule: %4$s
                  timeZone: %5$s
                  concurrencyPolicy: Forbid
                %6$s  successfulJobsHistoryLimit: 3
                  failedJobsHistoryLimit: 10
                  jobTemplate:
                    spec:
                      backoffLimit: %7$d
                      podFailurePolicy:
                        rules:
                          # Other exit codes are of errors that stay: of data, logins, settings.
                          - action: FailJob
                            onExitCodes:
                              containerName: pipette
                              operator: NotIn
                              values: [%8$d, 137, 143]
                      template:
                        spec:
                          restartPolicy: Never
                          activeDeadlineSeconds: %9$d
                          terminationGracePeriodSeconds: %10$d
                          containers:
                            - name: pipette
                              image: %11$s
                %12$s              command: ["/bin/sh", "-c"]
                              args:
                %13$s
                              env:
                                - name: JOB_NAME
                                  valueFrom:
                                    fieldRef:
                                      fieldPath: metadata.labels['batch.kubernetes.io/job-name']
                %14$s""".formatted(
                        request.job().name(),
                        secrets(request, name),
                        Quoted.string(name),
                        Quoted.string(times.cron()),
                        Quoted.string(times.zone()),
                        deadline(request),
                        request.job().retries().attempts() - 1,
                        ErrorClass.EXIT_CODE,
                        Words.seconds(request.job().timeout()),
                        Words.seconds(request.job().grace()),
                        Quoted.string(request.image()),
                        folder(request),
                        arguments(request),
                        environment(request, name));
    }

    private static String deadline(ExportRequest request) {
        return request.job().missed() == MissedRuns.NONE ? "  startingDeadlineSeconds: 120\n" : "";
    }

    private static String folder(ExportRequest request) {
        return request.job()
                .folder()
                .map(folder -> "              workingDir: " + Quoted.string(folder.toString()) + "\n")
                .orElse("");
    }

    private static String arguments(ExportRequest request) {
        Stream<String> words = Stream.concat(
                Stream.of(
                        "sh",
                        IntervalWord.last(request.job().schedule()),
                        request.command(),
                        request.job().name(),
                        Words.option(request)),
                Words.afterInterval(request).stream());
        String margin = " ".repeat(16);
        return margin + "- " + Quoted.block(literal(SCRIPT), 18) + "\n"
                + words.map(word -> margin + "- " + Quoted.string(literal(word)))
                        .collect(Collectors.joining("\n"));
    }

    /** Kubernetes replaces {@code $(NAME)}, and reads two dollar signs as one. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    private static String environment(ExportRequest request, String name) {
        String margin = " ".repeat(16);
        return request.secrets().stream()
                .map(secret -> margin + "- name: " + Quoted.string(secret) + "\n"
                        + margin + "  valueFrom:\n"
                        + margin + "    secretKeyRef:\n"
                        + margin + "      name: " + Quoted.string(name + "-settings") + "\n"
                        + margin + "      key: " + Quoted.string(secret) + "\n")
                .collect(Collectors.joining());
    }

    private static String secrets(ExportRequest request, String name) {
        return request.secrets().isEmpty()
                ? ""
                : Quoted.comment(List.of("Secrets: kubectl create secret generic " + name
                        + "-settings --from-env-file=FILE, with NAME=VALUE lines for "
                        + String.join(", ", request.secrets())));
    }
}
