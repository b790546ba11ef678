package dev.pipette.cli;

import dev.pipette.RunContext;
import dev.pipette.plan.PlanSample;
import dev.pipette.plan.RunPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a command say in the place of a program, in a form that another JVM can be started with.
 *
 * @param into the destination, as written
 * @param home the working folder
 * @param limit rows of each resource
 * @param plan how much a plan reads; null where the program loads
 * @param params texts by name
 */
record ProgramOverrides(
        @Nullable String into,
        @Nullable String dataset,
        @Nullable Path home,
        @Nullable Long limit,
        @Nullable PlanSample plan,
        Map<String, String> params) {
    private static final String PREFIX = "pipette.run.";
    private static final String PARAM = PREFIX + "param.";

    static final ProgramOverrides NONE = new ProgramOverrides(null, null, null, null, null, Map.of());

    /** The context of the runs. */
    RunContext context(Consumer<RunPlan> plans) {
        RunContext context = into == null ? RunContext.NONE : RunContext.NONE.into(Destinations.of(into));
        context = dataset == null ? context : context.dataset(dataset);
        context = home == null ? context : context.home(home);
        context = limit == null ? context : context.limit(limit);
        context = plan == null ? context : context.sample(plan).plan(plans);
        for (Map.Entry<String, String> param : params.entrySet()) {
            context = context.param(param.getKey(), param.getValue());
        }
        return context;
    }

    /** The same as options of a JVM. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        add(options, "into", into);
        add(options, "dataset", dataset);
        add(options, "home", home);
        add(options, "limit", limit);
        if (plan != null) {
            add(options, "plan", plan.rows() + "," + plan.time() + "," + plan.requests());
        }
        params.forEach((name, value) -> options.add("-D" + PARAM + name + "=" + value));
        return options;
    }

    private static void add(List<String> options, String name, @Nullable Object value) {
        if (value != null) {
            options.add("-D" + PREFIX + name + "=" + value);
        }
    }

    /** Those that a JVM was started with. */
    static ProgramOverrides of(Properties properties) {
        Map<String, String> params = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PARAM))
                .forEach(name -> params.put(name.substring(PARAM.length()), properties.getProperty(name)));
        String home = properties.getProperty(PREFIX + "home");
        String limit = properties.getProperty(PREFIX + "limit");
        String plan = properties.getProperty(PREFIX + "plan");
        return new ProgramOverrides(
                properties.getProperty(PREFIX + "into"),
                properties.getProperty(PREFIX + "dataset"),
                home == null ? null : Path.of(home),
                limit == null ? null : Long.valueOf(limit),
                plan == null ? null : sample(plan.split(",")),
                params);
    }

    private static PlanSample sample(String... bounds) {
        return new PlanSample(Long.parseLong(bounds[0]), Duration.parse(bounds[1]), Integer.parseInt(bounds[2]));
    }
}
