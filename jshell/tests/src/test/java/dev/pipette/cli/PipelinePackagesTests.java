package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.cli.Cli.Result;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Packages that wait or are set aside in {@code pipette pipeline}, and pipelines that are forgotten. */
class PipelinePackagesTests {
    @RegisterExtension
    static final LoadedOnce<ShopPipeline> LOADED = new LoadedOnce<>(ShopPipeline.class, ShopPipeline::load);

    @TempDir
    Path own;

    private ShopPipeline shop = LOADED.get();

    @Test
    void nothing_is_pending_after_a_load() {
        assertThat(shop.pipeline("shop", "pending").lines()).containsExactly("nothing is pending");
        assertThat(shop.pipeline("shop", "pending", "--json").json()).isEmpty();
    }

    @Test
    void discard_wants_a_load_id() {
        Result result = shop.pipeline("shop", "discard");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] discard needs the load id of the package:"
                        + " pipette pipeline shop discard LOAD_ID. 'pending' lists them.");
    }

    @Test
    void a_load_id_belongs_to_discard_only() {
        Result result = shop.pipeline("shop", "state", "123.456");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("'state' takes no load id and no resource, and '123.456' is given.");
    }

    @Test
    void a_refused_load_names_the_command_that_loads_it_after_a_fix() throws IOException {
        shop = ShopPipeline.load(own);
        Path orders = Files.writeString(shop.folder().resolve("orders.csv"), "id\n1\n");
        Cli.run("load", orders, "--into", shop.database(), "--home", shop.home());
        execute("CREATE UNIQUE INDEX by_id ON shop_dataset.orders(id)");

        Result refused = Cli.run("load", orders, "--into", shop.database(), "--home", shop.home());

        assertThat(refused.exitCode()).isEqualTo(3);
        String loadId = shop.pipeline("shop", "failed", "--json")
                .json()
                .at("/quarantined/0/load_id")
                .stringValue();
        assertThat(refused.err())
                .contains("Package " + loadId + " is set aside: after a fix, 'pipette pipeline shop retry " + loadId
                        + " --home " + shop.home() + "' loads it, and 'pipette pipeline shop discard " + loadId
                        + " --home "
                        + shop.home() + "' deletes it.");
        Result plan = Cli.run("plan", orders, "--into", shop.database(), "--home", shop.home(), "--json");
        assertThat(plan.json().at("/set_aside/0/load_id").asString()).isEqualTo(loadId);
        assertThat(plan.json().at("/set_aside/0/resources/0").asString()).isEqualTo("orders");
        assertThat(plan.json().at("/set_aside/0/message").asString())
                .startsWith("[ROW_REFUSED] ")
                .endsWith(" After a fix, 'pipette pipeline shop retry " + loadId + " --home " + shop.home()
                        + "' loads it, and 'pipette pipeline shop discard " + loadId + " --home " + shop.home()
                        + "' deletes it.");
        assertThat(Cli.run("plan", orders, "--into", shop.database(), "--home", shop.home())
                        .lines())
                .contains("set aside, and not loaded by a run:")
                .anyMatch(line -> line.startsWith("  package " + loadId + " of orders: [ROW_REFUSED] "));
        execute("DROP INDEX shop_dataset.by_id");
        Result retried = shop.pipeline("shop", "retry", loadId);
        assertThat(retried.err()).isEmpty();
        assertThat(retried.lines()).anyMatch(line -> line.matches("orders +1 +append"));
        assertThat(shop.pipeline("shop", "pending").lines()).containsExactly("nothing is pending");
        assertThat(shop.pipeline("shop", "retry", loadId).err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] pipeline shop has no package " + loadId
                        + " that waits or was quarantined; none does.");
        assertThat(shop.pipeline("shop", "retry").err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] retry needs the load id of the package:"
                        + " pipette pipeline shop retry LOAD_ID. 'pending' lists them.");
    }

    @Test
    void a_package_is_given_up_after_it_was_said_what_that_does() throws IOException {
        shop = ShopPipeline.load(own);
        Path orders = Files.writeString(shop.folder().resolve("orders.csv"), "id\n1\n-2\n");
        assertThat(shop.pipeline("shop", "give-up").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] pipeline shop has no package that waits or was set"
                                + " aside, so there is nothing to give up.");
        Cli.run("load", orders, "--into", shop.database(), "--home", shop.home(), "--check", "range:id=0..");

        Result plan = shop.pipeline("shop", "give-up");

        String loadId = shop.pipeline("shop", "pending", "--json")
                .json()
                .at("/0/load_id")
                .stringValue();
        assertThat(plan.err()).isEmpty();
        assertThat(plan.lines())
                .contains(
                        "  rows    become rejected rows in _pipette_rejects, with the rule given_up and the reason; no table is changed",
                        "Nothing was changed. To do it: pipette pipeline shop give-up " + loadId + " --yes --home "
                                + shop.home());
        assertThat(shop.pipeline("shop", "give-up", "--json")
                        .json()
                        .at("/rows/orders")
                        .asInt())
                .isEqualTo(2);
        Result given = shop.pipeline("shop", "give-up", loadId, "--yes");
        assertThat(given.err()).isEmpty();
        assertThat(given.lines()).anyMatch(line -> line.matches("orders +0 +append +2"));
        assertThat(shop.pipeline("shop", "pending").lines()).containsExactly("nothing is pending");
        Result replayed = shop.pipeline("shop", "replay", "--load", loadId, "--set-sql", "id=abs(id)");
        assertThat(replayed.err()).isEmpty();
        assertThat(replayed.lines()).anyMatch(line -> line.matches("orders +2 +append.*"));
    }

    private void execute(String sql) {
        try (CloseableDSLContext dsl =
                PipelineAdmin.find("shop", shop.home()).orElseThrow().dataset().dsl()) {
            dsl.execute(sql);
        }
    }

    @Test
    void yes_changes_nothing_where_nothing_is_asked() throws IOException {
        shop = ShopPipeline.load(own);

        assertThat(shop.pipeline("shop", "discard", "1.2", "--yes").err())
                .contains("pipeline shop has no package 1.2 that waits or was quarantined");
        assertThat(shop.pipeline("shop", "forget", "--yes").exitCode()).isZero();
    }

    @Test
    void forget_removes_the_working_folder_and_leaves_the_destination() throws IOException {
        shop = ShopPipeline.load(own);
        Result result = shop.pipeline("shop", "forget");

        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .containsExactly("forgot pipeline shop: removed its working folder "
                        + shop.home().resolve("pipelines").resolve("shop") + ". " + shop.database() + " is as it was.");
        assertThat(shop.pipeline().lines()).containsExactly("no pipelines");
        assertThat(shop.pipeline("shop", "state", "--into", shop.database()).out())
                .contains("events");
        assertThat(shop.pipeline("shop", "forget").err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] the working folder " + shop.home()
                        + " has no pipeline 'shop', so there is nothing to forget.");
    }

    @Test
    void forget_refuses_while_packages_wait() throws IOException {
        shop = ShopPipeline.load(own);
        String loadId = interrupted();

        Result refused = shop.pipeline("shop", "forget");

        Path working = shop.home().resolve("pipelines").resolve("shop");
        assertThat(refused.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [PACKAGE_PENDING] package " + loadId
                        + " of pipeline shop waits in " + working + ", and the rows may be nowhere else. Nothing was"
                        + " removed. Run the pipeline to load them, look at them with 'pipette pipeline shop pending',"
                        + " or delete them with 'pipette pipeline shop forget --discard-pending'.");
        assertThat(shop.pipeline("shop", "forget", "--discard-pending").lines())
                .containsExactly("forgot pipeline shop: removed its working folder " + working + " with package "
                        + loadId + ". " + shop.database() + " is as it was.");
        assertThat(working).doesNotExist();
    }

    /** Leaves a package that waits. */
    private String interrupted() {
        Pipeline pipeline = PipelineAdmin.find("shop", shop.home()).orElseThrow();
        assertThatThrownBy(() -> pipeline.listener(CrashAt.step(LoadStep.SEALED))
                        .run(Pipette.resource("more").json("[{\"id\": 1}]")))
                .isInstanceOf(Crash.class);
        return pipeline.admin().pending().getFirst().loadId();
    }
}
