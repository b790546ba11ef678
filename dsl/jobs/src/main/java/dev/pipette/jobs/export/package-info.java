/**
 * Jobs for other schedulers: files for systemd, cron, Kubernetes, GitHub Actions, Airflow and Kestra that call {@code pipette run} with
 * the interval of each occurrence. {@link dev.pipette.jobs.export.Exporter} is the way in. Must not know the store, processes, the
 * scheduler, and the value of any secret.
 */
@NullMarked
package dev.pipette.jobs.export;

import org.jspecify.annotations.NullMarked;
