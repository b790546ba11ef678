package dev.pipette.rest;

import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.BufferedSource;

/**
 * An answer as it comes.
 *
 * @param url it was asked at, without credentials
 * @param length of the body as it is sent; below zero where that is not told
 * @param body is read once, while the answer is open
 * @param whole is called when the body has come to its end, so that another request may be sent while it is looked through
 */
record Received(
        RestRequest request,
        HttpUrl url,
        int status,
        Headers headers,
        long length,
        BufferedSource body,
        Runnable whole) {
    boolean isGood() {
        return status >= 200 && status < 300;
    }
}
