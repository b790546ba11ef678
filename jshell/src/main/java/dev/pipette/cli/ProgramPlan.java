package dev.pipette.cli;

import dev.pipette.plan.PlanSample;
import dev.pipette.plan.RunPlan;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How the runs of a program are planned. Where each plan is a document, standard output has the documents only: what the program
 * itself prints goes to standard error.
 *
 * @param json whether a plan is printed as a JSON document
 */
record ProgramPlan(PlanSample sample, boolean json) {
    /** Reads what {@link #option} wrote. */
    static ProgramPlan of(String option) {
        String[] parts = option.split(",");
        return new ProgramPlan(
                new PlanSample(Long.parseLong(parts[0]), Duration.parse(parts[1]), Integer.parseInt(parts[2])),
                Boolean.parseBoolean(parts[3]));
    }

    /** The same as the value of an option. */
    String option() {
        return sample.rows() + "," + sample.time() + "," + sample.requests() + "," + json;
    }

    /** Where the JVM of a program prints plans. */
    PrintWriter output() {
        OutputStream stream = json ? new FileOutputStream(FileDescriptor.out) : System.out;
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Prints a plan of several: a document, or a text with an empty line behind it. */
    void print(RunPlan plan, PrintWriter out) {
        Screen screen = Screen.of(out);
        if (json) {
            screen.println(JsonDocument.indented(plan.toDocument()));
        } else {
            PlanSummary.print(plan, screen);
            screen.println();
        }
        screen.flush();
    }
}
