@NullMarked
package dev.pipette.jobs.policy;

import org.jspecify.annotations.NullMarked;
