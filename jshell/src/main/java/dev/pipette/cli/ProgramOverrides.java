package dev.pipette.cli;

import dev.pipette.RunContext;
import dev.pipette.admin.RunningScript;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.Refresh;
import java.nio.file.Path;
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
 * @param refresh what begins again
 * @param plan how its runs are planned; null where the program loads
 * @param params texts by name
 * @param script the program, as traces name it
 * @param identity which work of which job it does
 */
record ProgramOverrides(
        @Nullable String into,
        @Nullable String dataset,
        @Nullable Path home,
        @Nullable Long limit,
        @Nullable Refresh refresh,
        @Nullable ProgramPlan plan,
        Map<String, String> params,
        @Nullable RunningScript script,
        RunIdentity identity) {
    private static final String PREFIX = "pipette.run.";
    private static final String PARAM = PREFIX + "param.";
    private static final String SCRIPT = "script.name";
    private static final String SHA256 = "script.sha256";

    static final ProgramOverrides NONE =
            new ProgramOverrides(null, null, null, null, null, null, Map.of(), null, RunIdentity.NONE);

    /** The same for a program. */
    ProgramOverrides of(RunningScript program) {
        return new ProgramOverrides(into, dataset, home, limit, refresh, plan, params, program, identity);
    }

    /** What these leave open is as the JVM was started with. */
    ProgramOverrides inside(ProgramOverrides process) {
        Map<String, String> all = new LinkedHashMap<>(process.params);
        all.putAll(params);
        return new ProgramOverrides(
                into == null ? process.into : into,
                dataset == null ? process.dataset : dataset,
                home == null ? process.home : home,
                limit == null ? process.limit : limit,
                refresh == null ? process.refresh : refresh,
                plan == null ? process.plan : plan,
                all,
                script == null ? process.script : script,
                identity.or(process.identity));
    }

    /** The context of the runs. */
    RunContext context(Consumer<RunPlan> plans) {
        RunContext context = into == null ? RunContext.NONE : RunContext.NONE.into(Destinations.of(into));
        context = dataset == null ? context : context.dataset(dataset);
        context = home == null ? context : context.home(home);
        context = limit == null ? context : context.limit(limit);
        context = refresh == null ? context : context.refresh(refresh);
        context = script == null ? context : context.script(script);
        context = plan == null ? context : context.sample(plan.sample()).plan(plans);
        for (Map.Entry<String, String> param : params.entrySet()) {
            context = context.param(param.getKey(), param.getValue());
        }
        return identity.in(RunReport.diagnosing(context));
    }

    /** The same as options of a JVM. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        add(options, "into", into);
        add(options, "dataset", dataset);
        add(options, "home", home);
        add(options, "limit", limit);
        add(options, "refresh", refresh);
        add(options, "plan", plan == null ? null : plan.option());
        if (script != null) {
            add(options, SCRIPT, script.name());
            add(options, SHA256, script.sha256());
        }
        params.forEach((name, value) -> options.add("-D" + PARAM + name + "=" + value));
        options.addAll(identity.options());
        return options;
    }

    private static void add(List<String> options, String name, @Nullable Object value) {
        if (value != null) {
            options.add("-D" + PREFIX + name + "=" + value);
        }
    }

    /** Those that this JVM was started with. */
    static ProgramOverrides ofProcess() {
        return of(System.getProperties());
    }

    /** Those that a JVM was started with. */
    static ProgramOverrides of(Properties properties) {
        Map<String, String> params = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PARAM))
                .forEach(name -> params.put(name.substring(PARAM.length()), properties.getProperty(name)));
        String home = properties.getProperty(PREFIX + "home");
        String limit = properties.getProperty(PREFIX + "limit");
        String refresh = properties.getProperty(PREFIX + "refresh");
        String plan = properties.getProperty(PREFIX + "plan");
        String script = properties.getProperty(PREFIX + SCRIPT);
        String sha256 = properties.getProperty(PREFIX + SHA256);
        return new ProgramOverrides(
                properties.getProperty(PREFIX + "into"),
                properties.getProperty(PREFIX + "dataset"),
                home == null ? null : Path.of(home),
                limit == null ? null : Long.valueOf(limit),
                refresh == null ? null : Refresh.of(refresh),
                plan == null ? null : ProgramPlan.of(plan),
                params,
                script == null || sha256 == null ? null : new RunningScript(script, sha256),
                RunIdentity.of(properties));
    }
}
