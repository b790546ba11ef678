/** Tests of workbooks. */
@NullMarked
package dev.pipette.excel;

import org.jspecify.annotations.NullMarked;
