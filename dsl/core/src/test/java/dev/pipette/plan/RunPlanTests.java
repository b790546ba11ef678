package dev.pipette.plan;

import static dev.pipette.plan.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.PipetteException;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RunPlanTests {
    private final RunPlan plan = Plans.whole().build();

    @Test
    void a_plan_is_asked_by_the_names_of_tables_and_resources() {
        assertThat(plan.table("orders").inserted()).isEqualTo(987);
        assertThat(plan.table("orders").deleted()).isEqualTo(1);
        assertThat(plan.table("orders").newColumns())
                .extracting(PlannedColumn::toString)
                .containsExactly("note varchar");
        assertThat(plan.table("orders").widenedColumns())
                .extracting(PlannedColumn::toString)
                .containsExactly("price double");
        assertThat(plan.table("customers").newColumns())
                .extracting(PlannedColumn::toString)
                .containsExactly("id bigint not null");
        assertThat(plan.resource("customers").isWhole()).isTrue();
        assertThat(plan.isWhole()).isFalse();
        assertThat(plan.ddl()).containsExactly("alter table orders add note varchar");
        assertThat(plan.sql()).hasSize(1);
    }

    @Test
    void a_name_that_the_plan_does_not_have_is_an_error_that_lists_those_it_has() {
        assertThatThrownBy(() -> plan.table("order"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("the plan has no table 'order'. It has orders, customers. Did you mean 'orders'?");
        assertThatThrownBy(() -> plan().build().resource("orders"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("the plan has no resource 'orders'. It has none.");
    }

    @Test
    void a_document_has_the_members_that_programs_rely_on() {
        Map<String, ?> document = plan.toDocument();

        assertThat(JsonMapper.shared().writeValueAsString(document)).isEqualTo("""
                {"status":"refused","pipeline":"shop","destination":"duckdb shop.duckdb","dataset":"shop_dataset",\
                "sample":{"rows":1000,"seconds":10.0,"requests":10,"whole":false},\
                "resources":[{"resource":"orders","table":"orders","disposition":"merge","key":["id"],"source":"orders.csv",\
                "rows":1000,"requests":0,"files":12,"ended_by":"rows","cursor":{"path":"day","before":"2025-12-23",\
                "after":"2025-12-24","backfill":null},"checks":[]},\
                {"resource":"customers","table":"customers","disposition":"append","key":[],"source":"","rows":1,"requests":0,\
                "files":1,"ended_by":null,"cursor":null,"checks":[]}],\
                "tables":[{"table":"orders","resource":"orders","parent":null,"disposition":"merge","new":false,"rows":999,\
                "inserted":987,"updated":12,"deleted":1,"unchanged":0,"rejected":0,"skipped":1,"columns":[\
                {"column":"id","type":"bigint","change":"none","type_before":"bigint","nullable":true,"system":false},\
                {"column":"price","type":"double","change":"widened","type_before":"bigint","nullable":true,"system":false},\
                {"column":"note","type":"varchar","change":"new","type_before":null,"nullable":true,"system":false},\
                {"column":"_dlt_id","type":"varchar","change":"none","type_before":"bigint","nullable":true,"system":true}]},\
                {"table":"customers","resource":"customers","parent":null,"disposition":"append","new":true,"rows":1,\
                "inserted":1,"updated":0,"deleted":0,"unchanged":0,"rejected":0,"skipped":0,"columns":[\
                {"column":"id","type":"bigint","change":"new","type_before":null,"nullable":false,"system":false},\
                {"column":"_dlt_id","type":"varchar","change":"new","type_before":null,"nullable":true,"system":true}]}],\
                "schema_changes":["column orders.note text was added"],\
                "refusals":[{"resource":"orders","code":"LOAD_REFUSED","message":"[LOAD_REFUSED] no right to write. Grant it."}],\
                "waiting":["1795994301.2017202"],"set_aside":[],"notes":["the file has two headers"],\
                "sql":{"schema":["alter table orders add note varchar"],\
                "rows":["insert into \\"orders\\" (\\n  \\"id\\",\\n  \\"price\\",\\n  \\"note\\",\\n  \\"_dlt_id\\"\\n)\\nselect *\\nfrom \\"staged\\".\\"orders\\""],\
                "bookkeeping":["create table _dlt_loads"]}}""");
    }

    @Test
    void a_sample_of_nothing_or_of_too_much_is_refused() {
        assertThatThrownBy(() -> PlanSample.USUAL.rows(0))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[BAD_USAGE] a sample of 0 rows: a plan reads 1 to 10,000 rows.");
        assertThatThrownBy(() -> PlanSample.USUAL.rows(10_001))
                .hasMessage("[BAD_USAGE] a sample of 10,001 rows: a plan reads 1 to 10,000 rows.");
        assertThatThrownBy(() -> PlanSample.USUAL.time(Duration.ZERO))
                .hasMessage("[BAD_USAGE] a sample of PT0S: the time of a plan is more than zero.");
        assertThatThrownBy(() -> PlanSample.USUAL.requests(0))
                .hasMessage("[BAD_USAGE] a sample of 0 requests: a plan sends 1 or more.");
        assertThat(PlanSample.USUAL.rows(1).time(Duration.ofSeconds(1)).requests(1))
                .hasToString("1 row, 1 second, 1 request");
    }
}
