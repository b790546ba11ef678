/** Tests of alerts. */
@NullMarked
package dev.pipette.jobs.alert;

import org.jspecify.annotations.NullMarked;
