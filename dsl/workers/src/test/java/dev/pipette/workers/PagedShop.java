package dev.pipette.workers;

import static dev.pipette.Pipette.resource;

import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceBounds;
import dev.pipette.spi.SourceSetting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A slow shop with pages of five orders each. */
public final class PagedShop implements SourceProvider {
    static final int PAGE = 5;

    /** For {@link java.util.ServiceLoader} and workers. */
    public PagedShop() {}

    @Override
    public String name() {
        return "paged_shop";
    }

    @Override
    public String description() {
        return "pages of orders";
    }

    @Override
    public List<SourceSetting> settings() {
        return List.of(
                SourceSetting.required("SHOP_CALL", "what all rows have"),
                SourceSetting.optional("SHOP_PAGES", "how many pages"),
                SourceSetting.optional("SHOP_MILLIS", "how long a page takes"),
                SourceSetting.optional("SHOP_BROKEN", "which page fails"));
    }

    static Settings settings(int call, int pages, int millis) {
        return Settings.load()
                .with("SHOP_CALL", String.valueOf(call))
                .with("SHOP_PAGES", String.valueOf(pages))
                .with("SHOP_MILLIS", String.valueOf(millis));
    }

    @Override
    public Source open(Settings settings) {
        long call = Long.parseLong(settings.get("SHOP_CALL"));
        int pages = Integer.parseInt(settings.get("SHOP_PAGES", "20"));
        Duration pause = Duration.ofMillis(Long.parseLong(settings.get("SHOP_MILLIS", "0")));
        long broken = Long.parseLong(settings.get("SHOP_BROKEN", "-1"));
        Resource events = resource("events")
                .slices(context -> SliceBounds.numbers("page", 0, pages - 1), (slice, context) -> {
                    long page = slice.integer("page");
                    if (page == broken) {
                        throw new IOException("page " + page + " is broken");
                    }
                    Thread.sleep(pause);
                    return LongStream.range(page * PAGE, (page + 1) * PAGE)
                            .mapToObj(id -> Map.of("id", id, "call", call, "tags", List.of("a", "b")));
                })
                .parallel(1);
        return Source.of("shop", events, events.named("orders").merge("call", "id"));
    }
}
