package dev.pipette.spark;

import static dev.pipette.Pipette.resource;

import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.Sources;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceBounds;
import dev.pipette.spi.SourceSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Pages of orders, one of which has trouble. Each opening of a page leaves a file, so that tests of other processes count them. */
public final class SparkShop implements SourceProvider {
    static final int PAGE = 5;

    /** The page that has trouble. */
    static final int TROUBLED = 3;

    /** What the openings of that page do. */
    enum Trouble {
        NONE,
        /** The first two fail. */
        FAILS_TWICE,
        FAILS,
        REFUSES_SETTINGS,
        /** Each waits until its thread is interrupted. */
        WAITS,
        /** The first one waits until its process dies. */
        WAITS_FOR_DEATH,
        /** The first one waits for a second one. */
        WAITS_FOR_TWIN
    }

    /** An opening of a page, by a process. */
    record Opening(long page, long process) {}

    static Source open(Path folder, int pages, Trouble trouble) {
        return Sources.open(
                SparkShop.class,
                Settings.load()
                        .with("SHOP_FOLDER", folder.toString())
                        .with("SHOP_PAGES", Integer.toString(pages))
                        .with("SHOP_TROUBLE", trouble.name()));
    }

    @Override
    public String name() {
        return "spark_shop";
    }

    @Override
    public String description() {
        return "pages of orders";
    }

    @Override
    public List<SourceSetting> settings() {
        return List.of(
                SourceSetting.required("SHOP_FOLDER", "where openings are noted"),
                SourceSetting.required("SHOP_PAGES", "how many pages it has"),
                SourceSetting.required("SHOP_TROUBLE", "what page 3 does"));
    }

    @Override
    public Source open(Settings settings) {
        Path folder = Path.of(settings.get("SHOP_FOLDER"));
        int pages = Integer.parseInt(settings.get("SHOP_PAGES"));
        Trouble trouble = Trouble.valueOf(settings.get("SHOP_TROUBLE"));
        return Source.of(
                "spark_shop",
                resource("events")
                        .slices(
                                context -> SliceBounds.numbers("page", 0, pages - 1L),
                                (slice, context) -> page(folder, trouble, slice.integer("page"))));
    }

    private static Stream<?> page(Path folder, Trouble trouble, long page) throws IOException, InterruptedException {
        note(folder, page);
        if (page == TROUBLED) {
            trouble(folder, trouble);
        }
        return LongStream.range(page * PAGE, (page + 1) * PAGE)
                .mapToObj(id -> Map.of("id", id, "page", page, "lines", List.of(Map.of("sku", "a" + id))));
    }

    private static void trouble(Path folder, Trouble trouble) throws IOException, InterruptedException {
        int openings = openings(folder, TROUBLED).size();
        switch (trouble) {
            case NONE -> {}
            case FAILS_TWICE -> {
                if (openings <= 2) {
                    throw new IOException("the page is not there yet");
                }
            }
            case FAILS -> throw new IOException("no such page");
            case REFUSES_SETTINGS -> throw new PipetteException(ErrorCode.BAD_SETTINGS, "SHOP_KEY is not set. Set it.");
            case WAITS -> new CountDownLatch(1).await();
            case WAITS_FOR_DEATH -> {
                if (openings == 1) {
                    new CountDownLatch(1).await();
                }
            }
            case WAITS_FOR_TWIN -> awaitOpenings(folder, 2);
        }
    }

    private static void note(Path folder, long page) throws IOException {
        Path draft = folder.resolve(UUID.randomUUID() + ".draft");
        Files.writeString(draft, page + " " + ProcessHandle.current().pid());
        Files.move(draft, Path.of(draft.toString().replace(".draft", ".opened")));
    }

    /** Returns when the page with trouble has been opened this often; the timeout of the test ends a wait in vain. */
    static List<Opening> awaitOpenings(Path folder, int count) throws IOException, InterruptedException {
        while (true) {
            List<Opening> openings = openings(folder, TROUBLED);
            if (openings.size() >= count) {
                return openings;
            }
            Thread.sleep(20);
        }
    }

    static List<Opening> openings(Path folder) {
        List<Opening> openings = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".opened")).toList()) {
                String[] parts = Files.readString(file).split(" ", -1);
                openings.add(new Opening(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return openings;
    }

    private static List<Opening> openings(Path folder, long page) {
        return openings(folder).stream()
                .filter(opening -> opening.page() == page)
                .toList();
    }
}
