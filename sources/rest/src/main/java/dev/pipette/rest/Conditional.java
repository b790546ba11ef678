package dev.pipette.rest;

import dev.pipette.incremental.ResourceState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import okhttp3.Headers;

/**
 * Asks for an answer only when it changed (RFC 9110, section 13): what the last answer was known by is in the state of the
 * resource, and is committed with its rows.
 *
 * @param isOn whether that is wanted
 */
record Conditional(boolean isOn, ResourceState state, Wire wire) {
    private static final String ADDRESS = "http_address";
    private static final String TAG = "http_etag";
    private static final String MODIFIED = "http_last_modified";

    RestRequest asking(RestRequest request) {
        if (!isOn || !state.text(ADDRESS).filter(digest(request)::equals).isPresent()) {
            return request;
        }
        RestRequest tagged =
                state.text(TAG).map(tag -> request.header("If-None-Match", tag)).orElse(request);
        return state.text(MODIFIED)
                .map(time -> tagged.header("If-Modified-Since", time))
                .orElse(tagged);
    }

    void answered(RestRequest request, Headers headers) {
        if (isOn) {
            state.put(ADDRESS, digest(request));
            put(TAG, headers.get("ETag"));
            put(MODIFIED, headers.get("Last-Modified"));
        }
    }

    private void put(String key, @org.jspecify.annotations.Nullable String value) {
        if (value == null) {
            state.remove(key);
        } else {
            state.put(key, value);
        }
    }

    private String digest(RestRequest request) {
        try {
            byte[] text = (request.method() + " " + wire.url(request) + " " + request.body())
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
