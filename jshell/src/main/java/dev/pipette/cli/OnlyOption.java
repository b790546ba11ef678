package dev.pipette.cli;

import java.util.List;
import picocli.CommandLine.Option;

/**
 * Some of the resources of a source.
 *
 * <pre>{@code
 * @Mixin
 * private final OnlyOption only = new OnlyOption();
 * }</pre>
 */
public final class OnlyOption {
    /** The option. */
    public static final String NAME = "--only";

    @Option(
            names = NAME,
            split = ",",
            hideParamSyntax = true,
            paramLabel = "RESOURCE,..",
            description = "Takes only these resources of the source.")
    private List<String> only = List.of();

    /** For picocli. */
    public OnlyOption() {}

    /** The resources; none means all. */
    public List<String> resources() {
        return only;
    }
}
