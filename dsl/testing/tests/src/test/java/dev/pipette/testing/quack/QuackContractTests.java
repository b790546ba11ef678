package dev.pipette.testing.quack;

import dev.pipette.Destination;
import dev.pipette.testing.contract.FirstContract;
import java.nio.file.Path;

/** Quack does what every destination must do; after its first day, this is the first part. */
final class QuackContractTests implements FirstContract {
    @Override
    public Destination destination(Path folder) {
        return Destination.parse("quack:" + folder.resolve("contract.quack"));
    }

    @Override
    public Destination otherName(Destination destination, Path folder) {
        return destination;
    }
}
