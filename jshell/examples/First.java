// How do I write a program as a Java file, with arguments?
//
// Run it from the root of the checkout, where its data is:
//
//   jshell/pipette run jshell/examples/First.java jshell/data/countries.json
import static dev.pipette.Pipette.*;

import java.nio.file.Path;

void main(String[] args) {
    var p = pipeline("first", duckdb("first.duckdb"));

    IO.println(p.run(json("countries", Path.of(args[0])).merge("cca3")));
    IO.println(p.dataset().query("SELECT region, count(*) AS countries FROM countries GROUP BY ALL ORDER BY 2 DESC"));
}
