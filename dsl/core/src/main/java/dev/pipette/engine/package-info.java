/**
 * The engine: not part of the API. Its rooms are the packages below; each depends only on those before it: {@code sql}, {@code
 * disk}, {@code manifest}, {@code columnar}, {@code files}, {@code folder}, {@code query}, {@code pack}, {@code normalize},
 * {@code extract}; {@code load} with {@code bookkeeping}, {@code plan} and {@code apply}; {@code run}.
 */
@NullMarked
package dev.pipette.engine;

import org.jspecify.annotations.NullMarked;
