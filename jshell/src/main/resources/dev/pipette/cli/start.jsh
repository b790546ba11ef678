// Start-up of a JShell for Pipette: the imports, and nothing that runs.
//
//   jshell --class-path "$(printf '%s:' jshell/target/pipette/lib/*.jar)" \
//       -R--enable-native-access=ALL-UNNAMED --startup DEFAULT --startup jshell/start.jsh
//
// "pipette shell" does the same in one word.
import dev.pipette.*;
import dev.pipette.admin.*;
import dev.pipette.check.*;
import dev.pipette.error.*;
import dev.pipette.incremental.*;
import dev.pipette.plan.*;
import dev.pipette.rows.*;
import dev.pipette.schema.Refresh;
import dev.pipette.schema.Migration;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.file.*;
import dev.pipette.settings.*;
import dev.pipette.slices.*;
import java.nio.file.Path;
import java.time.*;
import static dev.pipette.Pipette.*;
import static dev.pipette.check.Checks.*;
