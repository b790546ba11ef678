/**
 * Finds libraries in Maven repositories, for {@code --add}. The one class is loaded with Maven's resolver by a class loader of its
 * own, and only when it is needed, so that neither is on the class path of scripts. Must not know anything but the JDK and Maven.
 */
@NullMarked
package dev.pipette.cli.libraries;

import org.jspecify.annotations.NullMarked;
