package dev.pipette.observe;

import dev.pipette.settings.Secret;

/** Where events go. */
interface EventSink {
    /**
     * Takes an event.
     *
     * @param event one line of JSON
     */
    void take(String event);

    /**
     * With one more header for each request.
     *
     * @throws dev.pipette.error.PipetteException BAD_USAGE where nothing is requested
     */
    EventSink withHeader(String name, Secret value);
}
