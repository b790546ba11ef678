package dev.pipette.spi;

import dev.pipette.incremental.ExtractContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What happens to a row before it is loaded. */
public sealed interface RowStep {
    /** Puts another row in its place. */
    record Change(UnaryOperator<Map<String, Object>> change) implements RowStep {}

    /**
     * Gives it a column that has the same value in all rows of a run.
     *
     * @param column the source name
     * @param value makes the value, once in a run
     */
    record Constant(String column, Function<ExtractContext, ?> value) implements RowStep {}

    /** Changes which columns a row has, what they are called, or what their values are, each by itself. */
    sealed interface OfColumns extends RowStep {
        /** The columns that the step names, as they are called before it. */
        Collection<String> names();

        /** Returns the name after the step of a column that it names; empty where the column is left out. */
        Optional<String> named(String column);

        /** Whether columns that the step does not name are kept as they are. */
        boolean keepsOthers();
    }

    /** Keeps these columns and leaves out all others. */
    record Select(List<String> names) implements OfColumns {
        @Override
        public Optional<String> named(String column) {
            return Optional.of(column);
        }

        @Override
        public boolean keepsOthers() {
            return false;
        }

        @Override
        public String toString() {
            return ".select(..)";
        }
    }

    /** Leaves out these columns. */
    record Exclude(List<String> names) implements OfColumns {
        @Override
        public Optional<String> named(String column) {
            return Optional.empty();
        }

        @Override
        public boolean keepsOthers() {
            return true;
        }

        @Override
        public String toString() {
            return ".exclude(..)";
        }
    }

    /** Gives columns other names: the new ones by the old ones. All change at once, so that two can change places. */
    record Rename(Map<String, String> newNames) implements OfColumns {
        @Override
        public Collection<String> names() {
            return newNames.keySet();
        }

        @Override
        public Optional<String> named(String column) {
            return Optional.ofNullable(newNames.get(column));
        }

        @Override
        public boolean keepsOthers() {
            return true;
        }

        @Override
        public String toString() {
            return ".rename(..)";
        }
    }

    /** Puts masks in the place of the values of a column. */
    record Masked(String column, Mask mask) implements OfColumns {
        @Override
        public Collection<String> names() {
            return List.of(column);
        }

        @Override
        public Optional<String> named(String name) {
            return Optional.of(name);
        }

        @Override
        public boolean keepsOthers() {
            return true;
        }

        @Override
        public String toString() {
            return ".mask(..)";
        }
    }

    /** Keeps or drops it. */
    record Keep(Predicate<? super Map<String, Object>> keep) implements RowStep {}

    /** Ends the stream after a number of rows. */
    record Limit(long rows) implements RowStep {}

    /** Ends the stream with the first row that comes this long after the run began to read; where no row is new yet, it goes on. */
    record TimeLimit(Duration time) implements RowStep {}
}
