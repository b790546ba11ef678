package dev.pipette.jobs.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cron expressions, and the calendar that they mean. */
class CronExpressionTests {
    private static final String EXAMPLE =
            " Example: '15 7-23 * * MON-FRI' is at minute 15 of the hours 7 to 23, from Monday to Friday.";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            15 7-23 * * *       | 2025-12-24T23:15 | 2025-12-25T07:15
            */10 * * * *        | 2025-12-24T23:15 | 2025-12-24T23:20
            5/20 * * * *        | 2025-12-24T23:15 | 2025-12-24T23:25
            0 0 * * MON-FRI     | 2025-12-26T00:00 | 2025-12-29T00:00
            0 0 * * mon,Wed     | 2025-12-22T12:00 | 2025-12-24T00:00
            0 0 * * 7           | 2025-12-24T00:00 | 2025-12-28T00:00
            0 0 * * 5-7         | 2025-12-27T00:00 | 2025-12-28T00:00
            0 0 13 * FRI        | 2025-12-06T00:00 | 2025-12-12T00:00
            0 0 13 * FRI        | 2025-12-12T00:00 | 2025-12-13T00:00
            0 0 31 * *          | 2025-01-31T00:00 | 2025-03-31T00:00
            0 0 29 2 *          | 2025-01-01T00:00 | 2028-02-29T00:00
            0 0 29 2 */7        | 2096-02-29T00:00 | 2128-02-29T00:00
            30 6 1 JAN,jul *    | 2025-02-01T00:00 | 2025-07-01T06:30
            @hourly             | 2025-12-24T23:15 | 2025-12-25T00:00
            @Daily              | 2025-12-24T23:15 | 2025-12-25T00:00
            @midnight           | 2025-12-24T23:15 | 2025-12-25T00:00
            @weekly             | 2025-12-24T23:15 | 2025-12-28T00:00
            @monthly            | 2025-12-24T23:15 | 2026-01-01T00:00
            @yearly             | 2025-12-24T23:15 | 2026-01-01T00:00
            @annually           | 2026-01-01T00:00 | 2027-01-01T00:00
            """)
    void an_expression_fires_next(String expression, LocalDateTime after, LocalDateTime next) {
        CronExpression cron = CronExpression.parse(expression);

        assertThat(cron.next(after)).contains(next);
        assertThat(cron.matches(next)).isTrue();
        assertThat(cron.previous(next.plusSeconds(1))).contains(next);
        assertThat(cron.previous(next).orElseThrow()).isBeforeOrEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            60 * * * *       | '60' is not a value of the field minute in the cron expression '60 * * * *'. It takes 0-59, like 15, */10 or 0,30.
            0 24 * * *       | '24' is not a value of the field hour in the cron expression '0 24 * * *'. It takes 0-23, like 6, 7-23 or */2.
            0 6,x * * *      | 'x' is not a value of the field hour in the cron expression '0 6,x * * *'. It takes 0-23, like 6, 7-23 or */2.
            0 0 0 * *        | '0' is not a value of the field day of month in the cron expression '0 0 0 * *'. It takes 1-31, like 1 or 1,15.
            0 0 L * *        | 'L' is not a value of the field day of month in the cron expression '0 0 L * *'. It takes 1-31, like 1 or 1,15.
            0 0 1 MAI *      | 'MAI' is not a value of the field month in the cron expression '0 0 1 MAI *'. It takes 1-12 or JAN-DEC, like 1 or MAR-OCT.
            0 0 * * MON-     | 'MON-' is not a value of the field day of week in the cron expression '0 0 * * MON-'. It takes 0-7 or SUN-SAT, where 0 and 7 are Sunday, like MON-FRI or 6,7.
            0 22-3 * * *     | '22-3' is not a value of the field hour in the cron expression '0 22-3 * * *'. A range goes upwards: write 22-23,0-3. It takes 0-23, like 6, 7-23 or */2.
            0 0 * * SAT-TUE  | 'SAT-TUE' is not a value of the field day of week in the cron expression '0 0 * * SAT-TUE'. A range goes upwards: write SAT-SAT,SUN-TUE. It takes 0-7 or SUN-SAT, where 0 and 7 are Sunday, like MON-FRI or 6,7.
            */0 * * * *      | '*/0' is not a value of the field minute in the cron expression '*/0 * * * *'. A step is 1 or more. It takes 0-59, like 15, */10 or 0,30.
            0 0 , * *        | '' is not a value of the field day of month in the cron expression '0 0 , * *'. It takes 1-31, like 1 or 1,15.
            15 * * *         | the cron expression '15 * * *' has 4 fields. It needs five: minute, hour, day of month, month, day of week.
            0 15 * * * *     | the cron expression '0 15 * * * *' has 6 fields. It needs five: minute, hour, day of month, month, day of week.
            x                | the cron expression 'x' has 1 field. It needs five: minute, hour, day of month, month, day of week.
            ''               | the cron expression '' has 0 fields. It needs five: minute, hour, day of month, month, day of week.
            0 0 31 2,4 *     | the cron expression '0 0 31 2,4 *' never fires: no month '2,4' has a day '31'.
            @reboot          | '@reboot' is not a name of a cron expression. The names are @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly.
            """)
    void a_wrong_expression_names_its_field_its_value_and_a_right_one(String expression, String message) {
        assertThatThrownBy(() -> CronExpression.parse(expression)).hasMessage("[BAD_USAGE] " + message + EXAMPLE);
    }

    @Test
    void the_way_out_of_a_range_that_goes_down_is_an_expression() {
        assertThat(CronExpression.parse("0 22-23,0-3 * * SAT-SAT,SUN-TUE").fields())
                .element(1)
                .asList()
                .containsExactly(0, 1, 2, 3, 22, 23);
    }

    @Test
    void an_hour_field_for_each_hour_is_known_however_it_is_written() {
        assertThat(CronExpression.parse("15 * * * *").isEachHour()).isTrue();
        assertThat(CronExpression.parse("15 0-23 * * *").isEachHour()).isTrue();
        assertThat(CronExpression.parse("15 */2 * * *").isEachHour()).isFalse();
        assertThat(CronExpression.parse("15 7-23 * * *").isEachHour()).isFalse();
    }
}
