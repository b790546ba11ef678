package dev.pipette.workers;

import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import java.util.concurrent.CountDownLatch;

/** A worker as a process of its own: URL USER PASSWORD THREADS. */
final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Worker worker = Worker.at(
                        Pipette.postgres(arguments[0]).user(arguments[1]).password(Secret.of(arguments[2])),
                        Settings.load())
                .threads(Integer.parseInt(arguments[3]))
                .start()) {
            System.out.println("worker " + worker.name());
            new CountDownLatch(1).await();
        }
    }
}
