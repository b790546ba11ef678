/** Tests of SFTP against a real server on this machine. */
@NullMarked
package dev.pipette.sftp;

import org.jspecify.annotations.NullMarked;
