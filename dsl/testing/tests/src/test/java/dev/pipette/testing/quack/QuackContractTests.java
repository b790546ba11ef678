package dev.pipette.testing.quack;

import dev.pipette.Destination;
import dev.pipette.testing.contract.FirstContract;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;

/** Quack does what every destination must do; after its first day, this is the first part. */
final class QuackContractTests implements FirstContract {
    @Override
    public Destination destination(Path folder) {
        Path file = folder.resolve("contract.quack");
        KeptOpen.keep(file);
        return Destination.parse("quack:" + file);
    }

    @Override
    public Destination otherName(Destination destination, Path folder) {
        return destination;
    }
}
