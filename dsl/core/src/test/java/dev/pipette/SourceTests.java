package dev.pipette;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.schema.SchemaContract;
import dev.pipette.spi.RowSource;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sources, and what they say to all of their resources. */
class SourceTests {
    private static final Resource ORDERS = resource("orders").rows(List.of(Map.of("id", 1)));
    private static final Resource ITEMS = resource("items").from(ORDERS, order -> Stream.of(order));
    private static final Resource NOTES =
            resource("notes").from(ITEMS, item -> Stream.of(item)).table("texts");
    private static final Source SHOP = Source.of("shop", ORDERS, ITEMS, NOTES);

    private static List<String> names(Source source) {
        return source.resources().stream().map(Resource::name).toList();
    }

    private static String madeOf(Resource resource) {
        RowSource.Derived derived = (RowSource.Derived) resource.source();
        assertThat(resource.parent().orElseThrow().name()).isEqualTo(derived.parent());
        return derived.parent();
    }

    @Test
    void resources_are_chosen_by_name() {
        assertThat(names(SHOP.only("notes", "orders"))).containsExactly("notes", "orders");
        assertThat(names(SHOP.without("items"))).containsExactly("orders", "notes");
        assertThatThrownBy(() -> SHOP.without("item"))
                .hasMessage("[BAD_USAGE] source shop has no resource item. Its resources: orders, items, notes.");
        assertThatThrownBy(() -> SHOP.without("orders", "items", "notes"))
                .hasMessage("[BAD_USAGE] source shop has no resources. Give it one with Source.of(..).");
    }

    @Test
    void what_is_made_of_a_renamed_resource_follows_it() {
        Source renamed = SHOP.renamed("orders", "web_orders");

        assertThat(names(renamed)).containsExactly("web_orders", "items", "notes");
        assertThat(renamed.resource("web_orders").tableName()).isEqualTo("web_orders");
        assertThat(madeOf(renamed.resource("items"))).isEqualTo("web_orders");
        assertThat(madeOf(renamed.resource("notes").parent().orElseThrow())).isEqualTo("web_orders");
        assertThatThrownBy(() -> SHOP.renamed("orders", "items")).hasMessageContaining("two resources of one name");
        assertThatThrownBy(() -> SHOP.renamed("orders", " "))
                .hasMessage("[BAD_USAGE] a resource needs a name that is not blank.");
    }

    @Test
    void a_prefix_gives_all_names_tables_and_state_of_their_own() {
        Source eu = SHOP.prefixed("eu_");

        assertThat(names(eu)).containsExactly("eu_orders", "eu_items", "eu_notes");
        assertThat(eu.resources().stream().map(Resource::tableName)).containsExactly("eu_orders", "eu_items", "texts");
        assertThat(madeOf(eu.resource("eu_notes"))).isEqualTo("eu_items");
    }

    @Test
    void a_resource_that_the_source_does_not_have_keeps_its_name() {
        Source items = Source.of("shop", ITEMS).prefixed("eu_");

        assertThat(madeOf(items.resource("eu_items"))).isEqualTo("orders");
    }

    @Test
    void what_a_resource_says_itself_wins() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        Resource own = ORDERS.contract(SchemaContract.evolving()).maxNesting(0).zone(ZoneId.of("UTC"));
        Source set = Source.of("shop", own, ITEMS)
                .contract(SchemaContract.frozen())
                .maxNesting(2)
                .zone(paris);

        assertThat(set.resource("orders")).isEqualTo(own);
        assertThat(set.resource("items"))
                .isEqualTo(ITEMS.contract(SchemaContract.frozen()).maxNesting(2).zone(paris));
    }

    @Test
    void a_limit_of_time_needs_an_order() {
        assertThatThrownBy(() -> ORDERS.limit(Duration.ofMinutes(1)).incremental(cursor("id", Long.class)))
                .hasMessage(
                        "[BAD_USAGE] resource orders has a cursor and a limit of time, and the rows behind the limit"
                                + " may be older than those before it: no run would load them. Give the cursor the order of the"
                                + " rows, .rowOrder(..), or leave the limit out.");
        assertThatThrownBy(() -> resource("lines").files("lines.csv").limit(Duration.ofMinutes(1)))
                .hasMessage("[BAD_USAGE] resource lines reads files, of which a limit of time would load a part that no"
                        + " run completes. Say limit(rows), or commitEvery(..) with a file state.");
        assertThatThrownBy(() -> ORDERS.limit(Duration.ZERO))
                .hasMessage("[BAD_USAGE] limit(PT0S): a time is more than 0.");
    }
}
