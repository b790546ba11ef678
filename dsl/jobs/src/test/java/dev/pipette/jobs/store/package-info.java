@NullMarked
package dev.pipette.jobs.store;

import org.jspecify.annotations.NullMarked;
