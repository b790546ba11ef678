package dev.pipette.testing;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The test destinations on the class path. */
final class TestDestinations {
    private TestDestinations() {}

    private static List<TestDestination> all() {
        return ServiceLoader.load(TestDestination.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    static Optional<TestDestination> find(String name) {
        return all().stream()
                .filter(destination -> destination.name().equals(name))
                .findFirst();
    }

    /** Says what to do where {@link #find} found nothing. */
    static String missing(String name) {
        return "no library on the class path runs tests on '" + name + "' (found: "
                + all().stream().map(TestDestination::name).sorted().distinct().collect(Collectors.joining(", "))
                + "). "
                + (name.equals(TestDestination.POSTGRES)
                        ? "Add the dependency dev.pipette:pipette-testing-postgres, with <type>pom</type> and <scope>test</scope>."
                        : "Add the library that does, or name your own in META-INF/services/"
                                + TestDestination.class.getName() + ".");
    }
}
