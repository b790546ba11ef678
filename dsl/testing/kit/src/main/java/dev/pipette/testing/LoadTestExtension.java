package dev.pipette.testing;

import dev.pipette.Dataset;
import dev.pipette.Destination;
import dev.pipette.Pipeline;
import java.time.Clock;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Runs the classes of {@link LoadTest}, gives their tests what they ask for, and cleans up after them. */
final class LoadTestExtension
        implements ClassTemplateInvocationContextProvider, ParameterResolver, AfterEachCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(LoadTestExtension.class);
    private static final String DESTINATION = "destination";
    private static final String PIPELINE = "test";
    private static final Set<Class<?>> TYPES =
            Set.of(Pipeline.class, Dataset.class, Destination.class, TestClock.class, Clock.class, Workspace.class);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        Class<?> tests = context.getRequiredTestClass();
        if (!AnnotationSupport.isAnnotated(tests, ParameterizedClass.class)) {
            return true;
        }
        if (destinations(tests).size() > 1) {
            throw new ExtensionConfigurationException(tests.getName()
                    + " is a @ParameterizedClass and asks for several destinations, and JUnit runs the one or the other."
                    + " Leave one destination, or make the tests @ParameterizedTest.");
        }
        return false;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return destinations(context.getRequiredTestClass()).stream()
                .map(name -> new Invocation(provider(name, context)));
    }

    /** The tests of a class with one destination. */
    private record Invocation(TestDestination destination) implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return destination.name();
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            // by its name: a store closes what it holds, and the destination lives as long as the JVM's tests
            context.getStore(NAMESPACE).put(DESTINATION, destination.name());
        }
    }

    private static Set<String> destinations(Class<?> tests) {
        List<String> destinations = List.of(annotation(tests).destinations());
        if (destinations.isEmpty()) {
            throw new ExtensionConfigurationException(
                    "@LoadTest of " + tests.getName() + " has no destinations, so nothing would run. Name one.");
        }
        return new LinkedHashSet<>(destinations);
    }

    /** The one of all tests of this JVM, which JUnit closes behind the last of them. */
    private static TestDestination provider(String name, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        name,
                        key -> TestDestinations.find(name)
                                .orElseThrow(() -> new ExtensionConfigurationException("@LoadTest of "
                                        + context.getRequiredTestClass().getName() + ": "
                                        + TestDestinations.missing(name))),
                        TestDestination.class);
    }

    /** The annotation of the class, or of the nearest one around it. */
    private static LoadTest annotation(Class<?> tests) {
        for (Class<?> at = tests; at != null; at = at.getEnclosingClass()) {
            var found = AnnotationSupport.findAnnotation(at, LoadTest.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ExtensionConfigurationException(tests.getName() + " has no @LoadTest");
    }

    /** What a constructor is given belongs to the test whose instance it makes. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        TestEnvironment environment = environment(context);
        if (type == Pipeline.class) {
            return environment.pipeline(PIPELINE);
        } else if (type == Dataset.class) {
            return environment.unobserved(PIPELINE).dataset();
        } else if (type == Destination.class) {
            return environment.destination();
        } else if (type == Workspace.class) {
            return new Workspace(environment);
        }
        return environment.clock();
    }

    /** What was asked for before by the class, or by the test. */
    private static TestEnvironment environment(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestEnvironment.class, key -> newEnvironment(context), TestEnvironment.class);
    }

    private static TestEnvironment newEnvironment(ExtensionContext context) {
        Class<?> tests = context.getRequiredTestClass();
        LoadTest annotation = annotation(tests);
        Store store = context.getStore(NAMESPACE);
        TestDestination destination = destination(store, tests, context);
        return new TestEnvironment(context.getUniqueId(), clock(annotation, tests), destination::newPlace);
    }

    /** JUnit runs what belongs to a class once, before it knows of destinations. */
    private static TestDestination destination(Store store, Class<?> tests, ExtensionContext context) {
        Set<String> all = destinations(tests);
        String chosen = store.get(DESTINATION, String.class);
        if (chosen == null && all.size() > 1) {
            throw new ParameterResolutionException("@BeforeAll methods and constructors of PER_CLASS run once for all"
                    + " destinations of " + tests.getName()
                    + ", so there is no pipeline for them. Ask in @BeforeEach or"
                    + " in the test, or name one destination.");
        }
        return provider(chosen == null ? all.iterator().next() : chosen, context);
    }

    private static TestClock clock(LoadTest annotation, Class<?> tests) {
        if (annotation.clock().isEmpty()) {
            return TestClock.going();
        }
        try {
            return TestClock.at(annotation.clock());
        } catch (DateTimeParseException wrong) {
            throw new ExtensionConfigurationException(
                    "@LoadTest of " + tests.getName() + ": clock '" + annotation.clock()
                            + "' is not an instant. Write it like 2025-12-24T15:00:00Z.",
                    wrong);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        after(context, context.getRequiredTestMethod().getName());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        after(context, context.getRequiredTestClass().getSimpleName());
    }

    private static void after(ExtensionContext context, String name) {
        TestEnvironment environment = context.getStore(NAMESPACE).get(TestEnvironment.class, TestEnvironment.class);
        if (environment == null) {
            return;
        }
        Optional<Throwable> thrown = context.getExecutionException();
        if (thrown.filter(reason -> !(reason instanceof TestAbortedException)).isPresent()) {
            keep(environment, context, name);
        } else if (environment.owner().equals(context.getUniqueId())) {
            if (thrown.isEmpty() && !environment.failed()) {
                checkRan(environment, context, name);
            }
            environment.close();
        }
    }

    private static void checkRan(TestEnvironment environment, ExtensionContext context, String name) {
        List<String> unused = environment.unused();
        if (!unused.isEmpty() && annotation(context.getRequiredTestClass()).mustRun()) {
            keep(environment, context, name);
            throw new AssertionFailedError(
                    name + " asked for " + named(unused)
                            + ", so it tested nothing. Call pipeline.run(..), leave it out, or say @LoadTest(mustRun = false).");
        }
    }

    private static String named(List<String> pipelines) {
        return pipelines.size() == 1
                ? "pipeline '" + pipelines.getFirst() + "' and never ran it"
                : "pipelines '" + String.join("', '", pipelines) + "' and never ran them";
    }

    private static void keep(TestEnvironment environment, ExtensionContext context, String name) {
        environment.keep().ifPresent(kept -> {
            System.err.println("kept what " + name + " left behind: " + kept);
            context.publishReportEntry("pipette.kept", kept);
        });
    }
}
