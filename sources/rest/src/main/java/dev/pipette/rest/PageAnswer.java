package dev.pipette.rest;

import dev.pipette.rest.page.PageScan;
import dev.pipette.rest.page.Spool;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/** What came of the request for a page. */
sealed interface PageAnswer {
    /** Rows. */
    record Rows(HttpUrl url, Headers headers, Spool body, PageScan scan) implements PageAnswer {}

    /** None, and there may be other pages. */
    record Nothing(HttpUrl url, Headers headers) implements PageAnswer {}

    /** The pages before it were all there are. */
    record End() implements PageAnswer {}

    /** Nothing has changed since the last run. */
    record NotModified() implements PageAnswer {}
}
