// Where do I put the key of an API, so that nobody reads it in the code or in a log?

// the environment, .env or secrets.toml has it; the default is for this example only
Settings settings = Settings.load().withDefault("SHOP_API_KEY", "sk-4711-not-a-real-key");

Secret key = settings.secret("SHOP_API_KEY");
IO.println("the key is " + key);                       // key.reveal() is the text

// errors hide it as well, also where other code puts it into a text
try {
    pipeline("secrets", duckdb("secrets.duckdb")).run(resource("orders").stream(() -> {
        throw new IllegalStateException("403 for https://api.example.com/orders?key=" + key.reveal());
    }));
} catch (PipetteException refused) {
    IO.println(refused.getMessage());
}

// pipette config explain SHOP_API_KEY says from where it comes

// prints:
//   the key is ***
//   [RESOURCE_FAILED] resource orders failed after 0 rows: IllegalStateException: 403 for https://api.example.com/orders?key=***. Nothing of the run was loaded.
