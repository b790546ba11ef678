/**
 * Folders of tests: where the files of pipelines, destinations and servers lie while a test runs.
 *
 * <p>Must not know what is put into them.
 */
@NullMarked
package dev.pipette.testing.folders;

import org.jspecify.annotations.NullMarked;
