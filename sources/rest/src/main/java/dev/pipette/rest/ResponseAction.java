package dev.pipette.rest;

/**
 * What is done with an answer that has a status, or a text in it.
 *
 * <pre>{@code
 * api.get("/orders").on(404, ResponseAction.endPaging());
 * api.get("/report").onContent("NOT_READY", ResponseAction.tryAgain());
 * api.get("/items").on(403, "no such plan", ResponseAction.fail("the account's plan has no items"));
 * }</pre>
 *
 * <p>Where nothing is said of a status, 408, 425, 429 and 5xx but 501 are tried again, and all others from 300 on are errors, 404
 * among them.
 */
public sealed interface ResponseAction {
    /** Takes it for a page without rows. */
    record Ignore() implements ResponseAction {}

    /** Takes the pages before it for all there are. */
    record EndPaging() implements ResponseAction {}

    /** Sends the request again after a pause, as often as any other. */
    record TryAgain() implements ResponseAction {}

    /** Ends the run with an error. */
    record Fail(String text) implements ResponseAction {}

    /** Takes it for a page without rows; paging goes on where it can. */
    static ResponseAction ignore() {
        return new Ignore();
    }

    /** Takes the pages before it for all there are. */
    static ResponseAction endPaging() {
        return new EndPaging();
    }

    /** Sends the request again after a pause, as often as any other. */
    static ResponseAction tryAgain() {
        return new TryAgain();
    }

    /**
     * Ends the run with an error that says this.
     *
     * @param text a sentence, with what to do now
     */
    static ResponseAction fail(String text) {
        return new Fail(text);
    }
}
