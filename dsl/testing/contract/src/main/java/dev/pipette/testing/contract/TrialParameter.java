package dev.pipette.testing.contract;

import dev.pipette.testing.folders.MemoryFolders;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test of a contract its {@link Trial}; the extension store closes it after the test. */
final class TrialParameter implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(TrialParameter.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Trial.class;
    }

    @Override
    public Trial resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Trial.class,
                        key -> trial((ContractDestination) context.getRequiredTestInstance()),
                        Trial.class);
    }

    private static Trial trial(ContractDestination contract) {
        return new Trial(contract, MemoryFolders.create("pipette-contract-"));
    }
}
