// How does my own code remember something between two runs?
var numbers = resource("numbers").stream(context -> {
    long next = context.state().integer("next").orElse(1L);
    context.state().put("next", next + 2);          // committed with the rows, or not at all
    return LongStream.of(next, next + 1).mapToObj(number -> Map.of("number", number));
});

var counter = pipeline("own_state", duckdb("own-state.duckdb"));
counter.run(numbers);
counter.run(numbers);
IO.println(counter.dataset().query("SELECT number FROM numbers ORDER BY number"));
IO.println(counter.state());

// prints:
//   number
//   ------
//        1
//        2
//        3
//        4
//   4 rows
//   state version 2
//
//   resource  remembers  value
//   --------  ---------  -----
//   numbers   next       5
