/**
 * Where a program's settings and secrets come from: what it was given, the environment, {@code .env}, {@code
 * secrets.toml} and {@code pipette.toml}, defaults, in this order; and how a person sees which of them won. The room
 * reads small files once and keeps values. It must not know destinations, pipelines or the engine, never asks the
 * process for anything but in {@link dev.pipette.settings.Settings#load}, and prints no secret.
 *
 * <pre>{@code
 * Settings settings = Settings.load().require("SUPABASE_DB_HOST", "SUPABASE_DB_PASSWORD");   // all that are missing, in one error
 * Secret password = settings.secret("SUPABASE_DB_PASSWORD");                       // prints as ***
 * System.out.println(settings.explain("SUPABASE_DB_HOST"));                        // each place, and which one won
 * }</pre>
 */
@NullMarked
package dev.pipette.settings;

import org.jspecify.annotations.NullMarked;
