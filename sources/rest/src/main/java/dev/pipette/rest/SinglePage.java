package dev.pipette.rest;

import java.util.Optional;

/** All rows are on one page. */
enum SinglePage implements Paging {
    INSTANCE;

    @Override
    public Optional<RestRequest> next(RestPage page) {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "Paging.single()";
    }
}
