package dev.pipette.jobs.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Our cron expressions beside those of cron-utils, in a zone whose clocks never change. */
class CronOracleTests {
    private static final CronParser OTHERS = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    @Provide
    Arbitrary<String> expressions() {
        return Schedules.expressions();
    }

    @Provide
    Arbitrary<LocalDateTime> times() {
        return Schedules.instants().map(instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void fire_at_the_times_that_another_library_finds(
            @ForAll("expressions") String expression, @ForAll("times") LocalDateTime time) {
        CronExpression cron = CronExpression.parse(expression);
        ExecutionTime other = ExecutionTime.forCron(OTHERS.parse(expression));
        ZonedDateTime zoned = time.atZone(ZoneOffset.UTC);

        assertThat(cron.next(time)).isEqualTo(other.nextExecution(zoned).map(ZonedDateTime::toLocalDateTime));
        assertThat(cron.previous(time)).isEqualTo(other.lastExecution(zoned).map(ZonedDateTime::toLocalDateTime));
    }
}
