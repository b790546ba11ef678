// How do I load a file with three lines of code?
//
// Run it from the root of the checkout, where its data is:
//
//   jshell/pipette run jshell/examples/first.jsh
//
// "pipette shell" runs it too. In plain jshell, after the command was built once:
//
//   jshell --class-path "$(printf '%s:' jshell/target/pipette/lib/*.jar)" \
//       -R--enable-native-access=ALL-UNNAMED jshell/examples/first.jsh
import java.nio.file.Path;
import static dev.pipette.Pipette.*;

var p = pipeline("first", duckdb("first.duckdb"))
var quakes = json("quakes", Path.of("jshell/data/earthquakes.json")).at("features").merge("id")
var info = p.run(quakes)

// a script does not echo what its lines evaluate to, so it prints
System.out.println(info)
System.out.println(p.dataset().table("quakes", 5))
/exit
