package dev.pipette.benchmark;

import static dev.pipette.Pipette.resource;

import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceBounds;
import dev.pipette.spi.SourceSetting;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Pages of an API that takes its time for each, and answers one request of a process at a time. */
public final class SlowPages implements SourceProvider {
    static final String PAGES = "SLOW_PAGES";
    static final String MILLIS = "SLOW_MILLIS";
    static final int ROWS_OF_PAGE = 100;

    /** For workers. */
    public SlowPages() {}

    @Override
    public String name() {
        return "slow_pages";
    }

    @Override
    public String description() {
        return "pages that take their time";
    }

    @Override
    public List<SourceSetting> settings() {
        return List.of(
                SourceSetting.required(PAGES, "how many pages"),
                SourceSetting.required(MILLIS, "how long a page takes"));
    }

    @Override
    public Source open(Settings settings) {
        long pages = Long.parseLong(settings.get(PAGES));
        long millis = Long.parseLong(settings.get(MILLIS));
        return Source.of(
                "slow",
                resource("rows")
                        .slices(context -> SliceBounds.numbers("page", 0, pages - 1), (slice, context) -> {
                            Thread.sleep(millis);
                            long page = slice.integer("page");
                            return LongStream.range(page * ROWS_OF_PAGE, (page + 1) * ROWS_OF_PAGE)
                                    .mapToObj(id -> Map.of("id", id, "name", "order " + id, "total", id + 0.25));
                        })
                        .parallel(1));
    }
}
