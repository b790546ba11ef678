/** The store of S3 against a real one on this machine. */
@NullMarked
package dev.pipette.files.s3;

import org.jspecify.annotations.NullMarked;
