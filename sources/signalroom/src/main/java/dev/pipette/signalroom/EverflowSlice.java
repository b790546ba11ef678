package dev.pipette.signalroom;

import java.util.Optional;

/** The part of the statistics that one report is about. */
record EverflowSlice(Days days, Optional<Long> affiliate, Optional<Long> advertiser) {
    static EverflowSlice of(Days days, Optional<Long> advertiser) {
        return new EverflowSlice(days, Optional.empty(), advertiser);
    }

    EverflowSlice on(Days others) {
        return new EverflowSlice(others, affiliate, advertiser);
    }

    EverflowSlice ofAffiliate(long id) {
        return new EverflowSlice(days, Optional.of(id), advertiser);
    }

    EverflowSlice ofAdvertiser(long id) {
        return new EverflowSlice(days, affiliate, Optional.of(id));
    }

    @Override
    public String toString() {
        return days
                + affiliate.map(id -> ", affiliate " + id).orElse("")
                + advertiser.map(id -> ", advertiser " + id).orElse("");
    }
}
