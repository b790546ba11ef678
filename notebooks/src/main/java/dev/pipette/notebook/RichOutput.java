package dev.pipette.notebook;

import dev.pipette.LoadInfo;
import dev.pipette.admin.Diagnosis;
import dev.pipette.admin.PipelineSchema;
import dev.pipette.admin.PipelineState;
import dev.pipette.admin.RunTrace;
import dev.pipette.plan.RunPlan;
import dev.pipette.rows.Rows;
import dev.pipette.settings.Explanation;
import dev.pipette.settings.SettingsOverview;
import dev.pipette.text.Secrets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/** How Pipette's values look in a notebook. Each has a twin in plain text, which is what {@code toString} returns. */
final class RichOutput {
    private RichOutput() {}

    /** Registers all of them with a kernel. */
    static void register(Renderer renderer) {
        register(renderer, LoadInfo.class, LoadInfo::toHtml);
        register(renderer, PipelineState.class, PipelineState::toHtml);
        register(renderer, RunPlan.class, RunPlan::toHtml);
        register(renderer, RunTrace.class, RunTrace::toHtml);
        register(renderer, PipelineSchema.class, schema -> SchemaDiagram.of(schema) + schema.toHtml());
        register(renderer, Diagnosis.class, Diagnosis::toHtml);
        register(renderer, Explanation.class, Explanation::toHtml);
        register(renderer, SettingsOverview.class, SettingsOverview::toHtml);
        register(renderer, Rows.class, RowsHtml::of);
        renderer.createRegistration(Chart.class)
                .preferring(Chart.VEGA_LITE, Chart.PNG)
                .register((chart, context) -> {
                    context.renderIfRequested(MIMEType.parse(Chart.VEGA_LITE), chart::vegaLite);
                    ChartPicture.png(chart).ifPresent(png -> picture(png, context.getOutputContainer()));
                });
        renderer.createRegistration(Result.class).preferring(MIMEType.TEXT_HTML).register((result, context) -> {
            Rows rows = rows(result);
            context.renderIfRequested(MIMEType.TEXT_HTML, () -> Html.framed(RowsHtml.of(rows)));
            context.renderIfRequested(MIMEType.TEXT_PLAIN, rows::toString);
        });
    }

    private static void picture(String png, DisplayData data) {
        data.putData(
                MIMEType.parse(Chart.PNG), png, Map.of("width", ChartPicture.WIDTH, "height", ChartPicture.HEIGHT));
    }

    private static <T> void register(Renderer renderer, Class<T> type, Function<T, String> html) {
        renderer.createRegistration(type)
                .preferring(MIMEType.TEXT_HTML)
                .register((value, context) ->
                        context.renderIfRequested(MIMEType.TEXT_HTML, () -> Html.framed(html.apply(value))));
    }

    @SuppressWarnings("unchecked") // every result is one of records
    private static Rows rows(Result<?> result) {
        return new Rows((Result<org.jooq.Record>) result, result.size());
    }

    /** What a cell shows for its value; nothing where the summary of a run takes the place of its progress. */
    static Optional<DisplayData> shown(BaseKernel kernel, @Nullable Object value) {
        if (value == null) {
            return Optional.of(new DisplayData("null"));
        }
        if (isPassedAssertion(value)) {
            return Optional.empty();
        }
        DisplayData data = display(kernel, value);
        Optional<String> place = value instanceof LoadInfo info ? LiveProgress.placeOf(info) : Optional.empty();
        Optional<DisplayStream> stream = Frontend.display();
        if (place.isPresent() && stream.isPresent()) {
            data.setDisplayId(place.get());
            stream.get().updateDisplay(data);
            return Optional.empty();
        }
        return Optional.of(data);
    }

    /** An assertion that passed has nothing to show. The kernel itself does not need AssertJ. */
    private static boolean isPassedAssertion(Object value) {
        return Stream.<Class<?>>iterate(value.getClass(), Objects::nonNull, Class::getSuperclass)
                .anyMatch(type -> type.getName().equals("org.assertj.core.api.AbstractAssert"));
    }

    /** A value as it is displayed, without the secrets that Pipette knows. */
    static DisplayData display(BaseKernel kernel, Object value) {
        DisplayData data = value instanceof DisplayData ready
                ? new DisplayData(ready)
                : kernel.getRenderer().render(value);
        mask(data, MIMEType.TEXT_PLAIN, Secrets::masked);
        mask(data, MIMEType.TEXT_HTML, Secrets::maskedValues);
        return data;
    }

    private static void mask(DisplayData data, MIMEType type, Function<String, String> masked) {
        if (data.getData(type) instanceof String text) {
            data.putData(type, masked.apply(text));
        }
    }
}
