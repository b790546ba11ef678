// How do I test a script?
//
// With test cells, which editors and notebooks know. Run it from the root of the checkout, where its data is:
//
//   pipette run jshell/examples/tested.jsh
//   pipette test jshell/examples/tested.jsh
//   pipette notebook from-script jshell/examples/tested.jsh -o tested.ipynb
var file = param("file", Path.of("jshell/data/earthquakes.json"), "earthquakes as GeoJSON")

// %% [markdown]
// # Strong earthquakes
//
// Only those of magnitude 5 and more.

// %%
var p = pipeline("strong", duckdb("strong.duckdb"))
var strong = json("strong", file).at("features").merge("id").
    filter(quake -> ((Map<?, ?>) quake.get("properties")).get("mag") instanceof Number mag && mag.doubleValue() >= 5)
p.run(strong)

// %% test none is weak
assertThat(p.dataset().query("SELECT id FROM strong WHERE properties__mag < 5")).isEmpty();

// %% test a second run changes nothing
p.run(strong);
assertThat(p.dataset().count("strong")).isEqualTo(p.dataset().query("SELECT DISTINCT id FROM strong").size());
