// How do I drop or hash a personal column, so that it never reaches the database?
import java.security.*;

String pepper = Settings.load().withDefault("PEPPER", "only-for-this-example").secret("PEPPER").reveal();
UnaryOperator<Object> hash = value -> {
    try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest((pepper + value).getBytes());
        return HexFormat.of().formatHex(digest, 0, 8);
    } catch (GeneralSecurityException none) {
        throw new IllegalStateException(none);
    }
};

// %% the rows are changed on their way, before they are written anywhere
var customers = resource("customers").json("""
    [{"id": 1, "email": "ada@example.com", "phone": "+44 20 7946 0000", "country": "GB"},
     {"id": 2, "email": "ben@example.com", "phone": null, "country": "DE"}]""")
    .exclude("phone")
    .map(row -> {
        row.put("email", hash.apply(row.get("email")));
        return row;
    })
    .merge("id");
var crm = pipeline("personal_data", duckdb("personal-data.duckdb"));
crm.run(customers);
IO.println(crm.dataset().query("SELECT id, email, country FROM customers ORDER BY id"));

// %% test no address and no phone number arrives
assertThat(crm.dataset().query("SELECT id FROM customers WHERE email LIKE '%@%'")).isEmpty();
assertThat(crm.schema()).hasNoColumn("customers", "phone");

// prints:
//   id  email             country
//   --  ----------------  -------
//    1  fa95473c35801584  GB
//    2  20eec9867ccda3fd  DE
//   2 rows
//   passed  no address and no phone number arrives
