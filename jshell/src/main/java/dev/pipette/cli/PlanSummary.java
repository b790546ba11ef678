package dev.pipette.cli;

import dev.pipette.plan.PackageAside;
import dev.pipette.plan.PlannedRefusal;
import dev.pipette.plan.RunPlan;

/** A plan for people who type commands. */
final class PlanSummary {
    private PlanSummary() {}

    /** The plan with options in the place of Java's methods. */
    static RunPlan inCommandWords(RunPlan plan) {
        return RunPlan.builder()
                .from(plan)
                .setAside(plan.setAside().stream()
                        .map(aside ->
                                new PackageAside(aside.loadId(), aside.resources(), CommandWords.of(aside.message())))
                        .toList())
                .notes(plan.notes().stream().map(CommandWords::of).toList())
                .refusals(plan.refusals().stream()
                        .map(refusal -> new PlannedRefusal(
                                refusal.resource(), refusal.code(), CommandWords.of(refusal.message())))
                        .toList())
                .build();
    }

    static void print(RunPlan plan, Screen screen) {
        boolean colors = Screen.hasColors(Boolean.getBoolean(Screen.OUTPUT_IS_TERMINAL), name -> {
            String value = System.getenv(name);
            return value == null ? "" : value;
        });
        if (colors) {
            screen.printColored(plan.toColoredText());
        } else {
            screen.println(plan);
        }
    }

    /** That of the load: the one of the first refusal, where there is one. */
    static int exitCode(RunPlan plan) {
        return plan.refusals().stream()
                .findFirst()
                .map(refusal -> ExitCodes.of(refusal.code()))
                .orElse(ExitCodes.SUCCESS);
    }
}
