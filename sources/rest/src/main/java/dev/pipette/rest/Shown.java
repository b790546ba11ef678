package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Puts headers and credentials into a request.
 *
 * @param api for errors
 * @param url null where no parameters are sent
 */
record Shown(String api, Request.Builder request, HttpUrl.@Nullable Builder url) implements Auth.Target {
    @Override
    public void header(String name, String value) {
        try {
            request.header(name, value);
        } catch (IllegalArgumentException unfit) {
            // the exception has the value in its message, which may be a secret
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    api + ": header " + name
                            + " has a character that a header cannot have, such as a line end or a letter"
                            + " that is not of ASCII. A key that was read from a file often ends with a line end: strip it.");
        }
    }

    @Override
    public void query(String name, String value) {
        if (url != null) {
            url.setQueryParameter(name, value);
        }
    }

    @Override
    public void cookie(String name, String value) {
        String before = request.build().header("Cookie");
        header("Cookie", (before == null ? "" : before + "; ") + name + "=" + value);
    }
}
