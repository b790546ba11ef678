package dev.pipette.rest;

import dev.pipette.incremental.ExtractContext;
import dev.pipette.json.JsonRows;
import dev.pipette.spi.RowSource;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Opens the rows of a call. */
record RestRows(RestCall call) implements RowSource.Opener {
    @Override
    public Stream<Map<String, Object>> open(ExtractContext context) {
        return call.open(call.request(), context, context::place);
    }

    @Override
    public boolean isConditional() {
        return call.options().conditional();
    }

    /**
     * The rows of pages.
     *
     * @param places is told of each page before its rows
     */
    static Stream<Map<String, Object>> of(Pages pages, Consumer<String> places) {
        Walk walk = new Walk(pages, places);
        return StreamSupport.stream(walk, false).onClose(walk::close);
    }

    /** Rows of one page after the other: one row is in memory, and the pages that are fetched ahead. */
    private static final class Walk extends Spliterators.AbstractSpliterator<Map<String, Object>> {
        private final Pages pages;
        private final Consumer<String> places;
        private @Nullable Stream<Map<String, Object>> open;
        private @Nullable Spliterator<Map<String, Object>> rows;
        private Pages.@Nullable Page page;

        Walk(Pages pages, Consumer<String> places) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.pages = pages;
            this.places = places;
        }

        @Override
        public boolean tryAdvance(Consumer<? super Map<String, Object>> action) {
            while (true) {
                Spliterator<Map<String, Object>> current = rows;
                if (current != null && current.tryAdvance(action)) {
                    return true;
                }
                closePage();
                Optional<Pages.Page> next = pages.next();
                if (next.isEmpty()) {
                    return false;
                }
                page = next.get();
                places.accept(page.name());
                open = JsonRows.of(
                        next.get().body().open(), next.get().name(), next.get().select());
                rows = open.spliterator();
            }
        }

        private void closePage() {
            if (open != null) {
                open.close();
            }
            if (page != null) {
                Pages.close(page.body());
            }
            open = null;
            rows = null;
            page = null;
        }

        void close() {
            closePage();
            pages.close();
        }
    }
}
