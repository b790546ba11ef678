package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for the name of any key. */
class NamingPropertyTests {
    private static final Naming NAMING = Naming.snakeCase(63);

    @Provide
    Arbitrary<String> keys() {
        Arbitrary<String> any = Arbitraries.strings().ofMinLength(1).ofMaxLength(80);
        Arbitrary<String> usual = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars("_- .éßÅ")
                .ofMinLength(1)
                .ofMaxLength(80);
        return Arbitraries.oneOf(usual, any);
    }

    @Property
    void a_name_is_the_name_of_itself(@ForAll("keys") String key) {
        String name = NAMING.identifier(key);

        assertThat(NAMING.identifier(name)).isEqualTo(name);
    }

    @Property
    void a_name_needs_no_quotes_and_is_never_longer_than_the_limit(
            @ForAll("keys") String key, @ForAll @IntRange(min = 20, max = 63) int limit) {
        String name = Naming.snakeCase(limit).identifier(key);

        assertThat(name).matches("[a-z_][a-z0-9_]*").hasSizeLessThanOrEqualTo(limit);
    }

    @Property
    void names_that_are_cut_stay_apart(@ForAll("keys") String one, @ForAll("keys") String other) {
        String longOne = "x".repeat(70) + NAMING.key(one);
        String longOther = "x".repeat(70) + NAMING.key(other);
        Assume.that(!longOne.equals(longOther));

        assertThat(NAMING.shorten(longOne)).isNotEqualTo(NAMING.shorten(longOther));
        assertThat(NAMING.shorten(NAMING.shorten(longOne))).isEqualTo(NAMING.shorten(longOne));
    }
}
