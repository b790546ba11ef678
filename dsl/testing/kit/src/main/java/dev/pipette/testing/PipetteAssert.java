package dev.pipette.testing;

import dev.pipette.text.Secrets;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.StandardSoftAssertionsProvider;
import org.jspecify.annotations.Nullable;

/**
 * What all assertions of the test kit share: how they fail, and how one leads to the next, softly too. A soft navigation
 * that fails is collected, and what it leads to collects nothing more: one missing table is one failure.
 *
 * <pre>{@code
 * assertThat(pipeline.dataset()).table("orders").rowWhere("id", 1).has("state", "paid");
 * }</pre>
 *
 * @param <SELF> the assertion itself
 * @param <ACTUAL> what it is about
 */
public abstract class PipetteAssert<SELF extends PipetteAssert<SELF, ACTUAL>, ACTUAL>
        extends AbstractAssert<SELF, ACTUAL> {
    private @Nullable StandardSoftAssertionsProvider softly;

    /** Makes an assertion. */
    protected PipetteAssert(ACTUAL actual, Class<?> selfType) {
        super(actual, selfType);
    }

    /** Makes an assertion whose failures are collected, and those of what it leads to. */
    static <A extends AbstractAssert<A, T>, T> A soft(
            StandardSoftAssertionsProvider softly, Class<A> type, Class<T> actualType, @Nullable T actual) {
        A made = softly.proxy(type, actualType, actual);
        if (made instanceof PipetteAssert<?, ?> base) {
            base.softly = softly;
        }
        return made;
    }

    /** Fails with a text; secrets that are in data do not reach it. */
    protected final AssertionError failed(String text) {
        // AssertJ puts collected failures right behind "-- failure 1 --"
        return failure(softly == null ? "%s" : "%n%s", Secrets.masked(text));
    }

    /** Fails unless what is claimed is true; the text is made only then. */
    protected final SELF check(boolean claim, Supplier<String> failure) {
        if (!claim) {
            throw failed(failure.get());
        }
        return myself;
    }

    /** Makes the assertion on a part of what this one is about. */
    interface Maker<A, T> {
        A make(T actual);
    }

    /**
     * Continues with a part.
     *
     * @param find gives the part, or throws the failure
     */
    final <A extends AbstractAssert<A, T>, T> A navigate(
            Class<A> type, Class<T> actualType, Maker<A, T> maker, Supplier<T> find) {
        StandardSoftAssertionsProvider provider = softly;
        if (provider == null) {
            return described(maker.make(find.get()));
        }
        try {
            return described(soft(provider, type, actualType, find.get()));
        } catch (AssertionError failed) {
            provider.collectAssertionError(failed);
            return soft(new SoftAssertions(), type, actualType, null); // these are not asked for their failures
        }
    }

    private <A extends AbstractAssert<A, ?>> A described(A part) {
        return descriptionText().isEmpty() ? part : part.as("%s", descriptionText());
    }

    private String described(String part) {
        return descriptionText().isEmpty() ? part : descriptionText() + ": " + part;
    }

    /** Continues with a list, for AssertJ's own assertions. */
    final <T> ListAssert<T> list(String description, Supplier<List<T>> find) {
        StandardSoftAssertionsProvider provider = softly;
        if (provider == null) {
            return org.assertj.core.api.Assertions.assertThat(find.get()).as("%s", described(description));
        }
        try {
            return provider.assertThat(find.get()).as("%s", described(description));
        } catch (AssertionError failed) {
            provider.collectAssertionError(failed);
            return new SoftAssertions().assertThat((List<T>) null);
        }
    }
}
