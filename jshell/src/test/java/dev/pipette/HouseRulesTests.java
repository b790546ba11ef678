package dev.pipette;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom: the direction of knowledge between the modules, and between the rooms of the engine. */
class HouseRulesTests {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.pipette");

    private static final String[] CORE = {
        "dev.pipette",
        "dev.pipette.schema..",
        "dev.pipette.incremental..",
        "dev.pipette.settings..",
        "dev.pipette.spi..",
        "dev.pipette.extract..",
        "dev.pipette.normalize..",
        "dev.pipette.pack..",
        "dev.pipette.load.."
    };

    @Test
    void core_knows_no_adapter_no_source_and_no_command() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.duckdb..",
                        "dev.pipette.postgres..",
                        "dev.pipette.files..",
                        "dev.pipette.rest..",
                        "dev.pipette.signalroom..",
                        "dev.pipette.cli..",
                        "dev.pipette.testing..")
                .check(HOUSE);
    }

    @Test
    void in_core_only_pack_knows_the_driver() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .and()
                .resideOutsideOfPackage("dev.pipette.pack..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.duckdb..")
                .check(HOUSE);
    }

    @Test
    void pack_and_its_readers_know_no_destination_and_no_jooq() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.pack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jooq..", "dev.pipette.bookkeeping..", "dev.pipette.load..")
                .check(HOUSE);
    }

    @Test
    void rows_walk_in_one_direction() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.normalize..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.extract..", "dev.pipette.load..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.pack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.extract..", "dev.pipette.normalize..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.load..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.extract..", "dev.pipette.normalize..")
                .check(HOUSE);
    }

    @Test
    void what_providers_implement_knows_no_room_of_the_engine() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.pipette.spi..", "dev.pipette.schema..", "dev.pipette.incremental..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.extract..", "dev.pipette.normalize..", "dev.pipette.pack..", "dev.pipette.load..")
                .check(HOUSE);
    }

    @Test
    void settings_know_no_database_no_room_of_the_engine_and_nothing_that_is_loaded() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.settings..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.jooq..",
                        "dev.pipette.schema..",
                        "dev.pipette.incremental..",
                        "dev.pipette.extract..",
                        "dev.pipette.normalize..",
                        "dev.pipette.pack..",
                        "dev.pipette.load..")
                .check(HOUSE);
    }

    @Test
    void sources_know_neither_drivers_nor_destinations() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.pipette.files..", "dev.pipette.rest..", "dev.pipette.signalroom..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.duckdb..",
                        "org.jooq..",
                        "dev.pipette.duckdb..",
                        "dev.pipette.postgres..",
                        "dev.pipette.load..")
                .check(HOUSE);
    }

    @Test
    void sources_know_core_and_the_client_of_web_apis_only() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.files..", "dev.pipette.signalroom..", "dev.pipette.cli..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.signalroom..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.files..",
                        "dev.pipette.extract..",
                        "dev.pipette.normalize..",
                        "dev.pipette.pack..",
                        "dev.pipette.cli..")
                .check(HOUSE);
    }

    @Test
    void commands_know_sources_by_their_names_only() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.rest..", "dev.pipette.signalroom..")
                .check(HOUSE);
    }

    @Test
    void a_destination_knows_the_service_interface_and_no_room_of_the_engine() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.pipette.duckdb..", "dev.pipette.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.extract..", "dev.pipette.normalize..", "dev.pipette.pack..", "dev.pipette.load..")
                .check(HOUSE);
    }

    @Test
    void the_test_kit_knows_no_destination_no_source_and_no_driver() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.testing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.duckdb..",
                        "dev.pipette.postgres..",
                        "dev.pipette.files..",
                        "dev.pipette.cli..",
                        "org.duckdb..",
                        "org.postgresql..")
                .check(HOUSE);
    }

    @Test
    void fake_web_apis_know_nothing_of_pipelines() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.testing.http..")
                .should()
                .dependOnClassesThat(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("dev.pipette..")
                                .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                                "dev.pipette.testing.http.."))))
                .check(HOUSE);
    }

    @Test
    void the_language_shows_no_room_of_the_engine() {
        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.pipette")
                .and()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should()
                .notHaveRawReturnType(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "a class of the engine's rooms",
                        type -> type.getPackageName().matches("dev\\.pipette\\.(extract|normalize|pack|load)")))
                .check(HOUSE);
    }

    @Test
    void a_bookkeeping_class_is_used_by_load_alone() {
        classes()
                .that()
                .resideInAPackage("dev.pipette.bookkeeping..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("dev.pipette.bookkeeping..", "dev.pipette.load..")
                .check(HOUSE);
    }
}
