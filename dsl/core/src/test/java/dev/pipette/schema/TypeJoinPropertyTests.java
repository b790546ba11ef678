package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Which type a column has does not depend on the order of its rows. */
class TypeJoinPropertyTests {
    @Property
    void joining_is_commutative(@ForAll ValueType one, @ForAll ValueType other) {
        assertThat(TypeJoin.join(one, other)).isEqualTo(TypeJoin.join(other, one));
    }

    @Property
    void joining_is_associative(@ForAll ValueType one, @ForAll ValueType two, @ForAll ValueType three) {
        Optional<ValueType> left = TypeJoin.join(one, two).flatMap(joined -> TypeJoin.join(joined, three));
        Optional<ValueType> right = TypeJoin.join(two, three).flatMap(joined -> TypeJoin.join(one, joined));

        assertThat(left).isEqualTo(right);
    }

    @Property
    void a_type_joins_with_itself(@ForAll ValueType type) {
        assertThat(TypeJoin.join(type, type)).contains(type);
    }

    @Property
    void the_type_of_a_column_does_not_depend_on_the_order(
            @ForAll @Size(min = 1, max = 6) List<ValueType> present, @ForAll ValueType existing, @ForAll long seed) {
        List<ValueType> shuffled = new ArrayList<>(present);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(TypeJoin.ofNewColumn(shuffled)).isEqualTo(TypeJoin.ofNewColumn(present));
        assertThat(TypeJoin.ofExistingColumn(existing, shuffled))
                .isEqualTo(TypeJoin.ofExistingColumn(existing, present));
    }

    @Property
    void only_a_column_of_integers_changes_its_type(
            @ForAll ValueType existing, @ForAll @Size(max = 6) List<ValueType> present) {
        ValueType after = TypeJoin.ofExistingColumn(existing, present);

        assertThat(after == existing || (existing == ValueType.BIGINT && after.isNumber()))
                .isTrue();
    }

    @Example
    void the_table_is_this_one() {
        assertThat(TypeJoin.join(ValueType.BIGINT, ValueType.DOUBLE)).contains(ValueType.DOUBLE);
        assertThat(TypeJoin.join(ValueType.BIGINT, ValueType.DECIMAL)).contains(ValueType.DECIMAL);
        assertThat(TypeJoin.join(ValueType.DOUBLE, ValueType.DECIMAL)).contains(ValueType.DECIMAL);
        for (ValueType one : ValueType.values()) {
            for (ValueType other : ValueType.values()) {
                if (one != other && !(one.isNumber() && other.isNumber())) {
                    assertThat(TypeJoin.join(one, other))
                            .as("%s and %s", one, other)
                            .isEmpty();
                }
            }
        }
        assertThat(TypeJoin.ofNewColumn(List.of(ValueType.TEXT, ValueType.DATE, ValueType.TIMESTAMP)))
                .isEqualTo(ValueType.TIMESTAMP);
        assertThat(TypeJoin.ofNewColumn(List.of(ValueType.TEXT, ValueType.BOOL, ValueType.BIGINT)))
                .isEqualTo(ValueType.BIGINT);
    }
}
