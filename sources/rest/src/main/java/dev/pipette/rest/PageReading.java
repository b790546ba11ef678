package dev.pipette.rest;

import dev.pipette.json.JsonPath;
import dev.pipette.rest.page.PageScan;
import dev.pipette.rest.page.Spool;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Reads an answer as a page. A page is there as a whole, and is JSON to its end, before one of its rows is used: so it can be
 * asked for again.
 */
record PageReading(
        RestClient client,
        CallOptions call,
        RestRequest request,
        Optional<JsonPath> select,
        RunLimits limits,
        PagesAhead.Permit permit)
        implements Wire.Reading<PageAnswer> {
    private static final int BEGINNING = 1 << 16;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    @Override
    public void sending() {
        permit.take();
        limits.sending(request);
    }

    @Override
    public PageAnswer read(Received received) throws IOException, Spool.TooLongException {
        long most = client.options().maxBodySize();
        if (received.length() > most) {
            throw client.problems()
                    .tooMuch(
                            request,
                            received.url(),
                            "answered with more than " + RequestProblems.shown(most),
                            "maxBodySize(..)");
        }
        Spool body = Spool.of(received.body(), most);
        received.whole().run();
        permit.close();
        try {
            PageAnswer answer = read(received, body);
            if (!(answer instanceof PageAnswer.Rows)) {
                body.close();
            }
            return answer;
        } catch (IOException | RuntimeException | Error failed) {
            body.close();
            throw failed;
        }
    }

    private PageAnswer read(Received received, Spool body) throws IOException {
        if (!call.rules().isEmpty()) {
            String beginning = body.beginning(BEGINNING);
            Optional<PageAnswer> acted = acted(received, beginning, beginning);
            if (acted.isPresent()) {
                return acted.get();
            }
        }
        if (body.size() == 0) {
            if (received.status() == NO_CONTENT) {
                return new PageAnswer.Nothing(received.url(), received.headers());
            }
            throw Setback.doubtful("answered " + received.status() + " without a word", null);
        }
        try {
            return new PageAnswer.Rows(received.url(), received.headers(), body, PageScan.of(body, select));
        } catch (JacksonException notJson) {
            throw Setback.doubtful(
                    "answered " + received.status() + " with what is not JSON: "
                            + client.problems().said(Optional.empty(), body.beginning(BEGINNING)),
                    notJson);
        }
    }

    @Override
    public Optional<PageAnswer> other(Received received, ErrorText said) {
        if (received.status() == NOT_MODIFIED && call.conditional()) {
            return Optional.of(new PageAnswer.NotModified());
        }
        return acted(received, said.text(), said.said());
    }

    private Optional<PageAnswer> acted(Received received, String beginning, String said) {
        return call.rules().stream()
                .filter(rule -> rule.fits(received.status(), beginning))
                .findFirst()
                .map(rule -> switch (rule.action()) {
                    case ResponseAction.Ignore _ -> new PageAnswer.Nothing(received.url(), received.headers());
                    case ResponseAction.EndPaging _ -> new PageAnswer.End();
                    case ResponseAction.TryAgain _ ->
                        throw Setback.status(
                                "answered " + received.status() + ": "
                                        + client.problems().said(Optional.empty(), said),
                                LimitHeaders.retryAfter(
                                        received.headers(),
                                        client.options().timing().instant()),
                                false);
                    case ResponseAction.Fail(String text) ->
                        throw client.problems().declared(request, received.url(), received.status(), text);
                });
    }
}
