package dev.pipette.testing.contract;

import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Draws the steps of {@link SomeSteps}. */
final class DrawnSteps implements ArgumentsProvider, AnnotationConsumer<SomeSteps> {
    private static final boolean ALL =
            System.getProperty("pipette.campaign.kills") != null || System.getProperty("test") != null;

    private Set<LoadStep> left = Set.of();

    /** The parts of a load that a death tells apart. */
    private enum Part {
        EXTRACTION,
        SEALED_PACKAGE,
        CHANGES,
        COMMITTED_LOAD;

        static Part of(LoadStep step) {
            return switch (step) {
                case PIPELINE_LOCKED, STATE_READ, PACKAGE_OPENED, EXTRACTED, MANIFEST_WRITTEN -> EXTRACTION;
                case SEALED, TRANSACTION_BEGUN, CHECKED -> SEALED_PACKAGE;
                case ROWS_STAGED, SCHEMA_CHANGED, ROWS_APPLIED, BOOKKEEPING_WRITTEN -> CHANGES;
                case COMMITTED, MARKED, ACKNOWLEDGED, CLEANED -> COMMITTED_LOAD;
            };
        }
    }

    @Override
    public void accept(SomeSteps annotation) {
        Set<LoadStep> except = Set.of(annotation.except());
        left = Stream.of(LoadStep.values())
                .filter(step -> !except.contains(step))
                .collect(Collectors.toSet());
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return (ALL ? left.stream().sorted() : oneOfEachPart()).map(Arguments::of);
    }

    private Stream<LoadStep> oneOfEachPart() {
        return left.stream()
                .sorted()
                .collect(Collectors.groupingBy(Part::of, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(DrawnSteps::one);
    }

    private static LoadStep one(List<LoadStep> steps) {
        return steps.get(ThreadLocalRandom.current().nextInt(steps.size()));
    }
}
