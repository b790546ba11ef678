package dev.pipette.cli;

import java.util.Optional;

/** The test kit, which test cells and notebooks have without an import. */
public final class TestKit {
    private static final String ASSERTIONS = "dev.pipette.testing.PipetteAssertions";

    private TestKit() {}

    /** The import of its assertions; none where the class path has no test kit. */
    public static Optional<String> imports() {
        try {
            Class.forName(ASSERTIONS, false, TestKit.class.getClassLoader());
            return Optional.of("import static " + ASSERTIONS + ".*;");
        } catch (ClassNotFoundException none) {
            return Optional.empty();
        }
    }
}
