package dev.pipette.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which package of jobs may know which, as far as decisions are made without a store, a process or a clock. */
class JobRoomsTests {
    private static final JavaClasses JOBS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.pipette.jobs.time", "dev.pipette.jobs.policy", "dev.pipette.jobs.export");

    @Test
    void decisions_know_no_store_no_process_and_no_scheduler() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.jobs.store..",
                        "dev.pipette.jobs.process..",
                        "dev.pipette.jobs.scheduler..",
                        "dev.pipette.jobs.alert..",
                        "java.sql..",
                        "org.jooq..",
                        "com.github.kagkarlsson..")
                .check(JOBS);
    }

    @Test
    void decisions_know_no_clock() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(JOBS);
        noClasses().should().callMethod(Instant.class, "now").check(JOBS);
    }

    @Test
    void time_is_below_policies_and_both_are_below_exports() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.jobs.time..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.jobs.policy..", "dev.pipette.jobs.export..")
                .check(JOBS);
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.jobs.policy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.jobs.time..", "dev.pipette.jobs.export..")
                .check(JOBS);
    }
}
