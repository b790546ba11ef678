/** Settings from real files and given environments; no test asks the environment of the process. */
@NullMarked
package dev.pipette.settings;

import org.jspecify.annotations.NullMarked;
