package dev.pipette.rest;

import java.util.Optional;

/**
 * Pages of which each names the address of the next one.
 *
 * <pre>{@code
 * Paging.nextLink("/links/next");
 * Paging.linkHeader();
 * }</pre>
 *
 * @param at where in the body; empty for the header {@code Link}
 * @param relation in the header
 */
public record Links(String at, String relation) implements Paging {
    /** Checks the path. */
    public Links {
        if (!at.isEmpty()) {
            Places.checkSingle(at);
        }
    }

    @Override
    public Optional<RestRequest> next(RestPage page) {
        Optional<String> link = at.isEmpty() ? page.link(relation) : page.value(at);
        return link.map(to -> page.request().at(to));
    }

    @Override
    public Optional<String> needs(RestPage first) {
        return at.isEmpty() || first.has(at) ? Optional.empty() : Optional.of("nothing at " + at);
    }

    @Override
    public String toString() {
        return at.isEmpty() ? "Paging.linkHeader()" : "Paging.nextLink(\"" + at + "\")";
    }
}
