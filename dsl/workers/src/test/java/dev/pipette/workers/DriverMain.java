package dev.pipette.workers;

import dev.pipette.Destination;
import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Sources;
import dev.pipette.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;

/** Who loads, as a process of its own: URL USER PASSWORD STAGE HOME RESOURCE CALL PAGES MILLIS. */
final class DriverMain {
    private DriverMain() {}

    public static void main(String[] arguments) {
        Destination database = Pipette.postgres(arguments[0]).user(arguments[1]).password(Secret.of(arguments[2]));
        LoadInfo info = Pipette.pipeline("shop", database)
                .home(Path.of(arguments[4]))
                .lockTimeout(Duration.ofSeconds(60))
                .executor(Workers.at(database, arguments[3]))
                .run(Sources.open(
                                PagedShop.class,
                                PagedShop.settings(
                                        Integer.parseInt(arguments[6]),
                                        Integer.parseInt(arguments[7]),
                                        Integer.parseInt(arguments[8])))
                        .resource(arguments[5]));
        System.out.println("loaded " + info.packages().size() + " " + info.notes());
    }
}
