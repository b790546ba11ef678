package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class NamingTests {
    private static final Naming NAMING = Naming.snakeCase(63);

    /** Keys of the corpus whose names differ from dlt's on purpose: dlt destroys their letters. */
    private static final Map<String, String> BETTER = Map.of(
            "日本", "x_u08vmw", // dlt: x, as for every other word in these letters
            "🙂", "x_iudjka", // dlt: x, as for every other sign
            "ß", "ss", // dlt: x
            "éa", "ea", // dlt: _a
            "aé", "ae", // dlt: ax
            "İ", "i"); // dlt: x

    static Stream<JsonNode> identifiers() {
        return Golden.each(Golden.read("corpus_naming.json").get("identifiers"));
    }

    static Stream<JsonNode> paths() {
        return Golden.each(Golden.read("corpus_naming.json").get("paths"));
    }

    @ParameterizedTest
    @MethodSource("identifiers")
    void the_naming_of_dlt_is_that_of_dlt(JsonNode recorded) {
        String raw = recorded.get("raw").asString();
        for (var length : Map.of("", 65536, "_63", 63, "_20", 20).entrySet()) {
            Naming dlt = Naming.dltSnakeCase(length.getValue());
            String column = "snake_case" + length.getKey();

            assertThat(dlt.identifier(raw)).isEqualTo(recorded.get(column).asString());
            assertThat(dlt.key(raw)).isEqualTo(recorded.get(column + "_path").asString());
        }
    }

    @ParameterizedTest
    @MethodSource("identifiers")
    void our_naming_differs_from_that_of_dlt_only_on_purpose(JsonNode recorded) {
        String raw = recorded.get("raw").asString();
        for (var length : Map.of("", 65536, "_63", 63, "_20", 20).entrySet()) {
            Naming ours = Naming.snakeCase(length.getValue());
            String column = "snake_case" + length.getKey();

            assertThat(ours.identifier(raw))
                    .isEqualTo(BETTER.getOrDefault(raw, recorded.get(column).asString()));
            assertThat(ours.key(raw))
                    .isEqualTo(BETTER.getOrDefault(
                            raw, recorded.get(column + "_path").asString()));
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_path_is_joined_and_shortened_as_dlt_does_it(JsonNode recorded) {
        JsonNode max = recorded.get("max");
        Naming naming = Naming.snakeCase(max.isNull() ? 65536 : max.asInt());
        List<String> names =
                Golden.each(recorded.get("fragments")).map(JsonNode::asString).toList();

        assertThat(naming.path(names)).isEqualTo(recorded.get("shortened").asString());
        assertThat(naming.path(names.toArray(String[]::new))).isEqualTo(naming.path(names));
    }

    /** The columns that dlt made in a real run, in their order. */
    @Test
    void the_columns_of_a_row_are_those_that_dlt_loaded() {
        JsonNode recorded = Golden.read("naming_snake_case.json");
        List<String> keys = recorded.at("/runs/0/input/0")
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList();
        List<String> loaded = new ArrayList<>(recorded.at("/expected/duckdb/tables")
                .iterator()
                .next()
                .at("/schema/columns")
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList());
        Map<String, String> better = new LinkedHashMap<>();
        better.put("żółw", "zolw"); // dlt: _w
        better.put("ÄÖ", "ao"); // dlt: x, as for the key "%", whose value took its place

        assertThat(keys.stream().map(Naming.dltSnakeCase(65536)::key).distinct())
                .containsExactlyElementsOf(
                        loaded.stream().filter(name -> !name.startsWith("_dlt")).toList());
        assertThat(keys.stream()
                        .filter(key ->
                                !NAMING.key(key).equals(Naming.dltSnakeCase(63).key(key))))
                .containsExactlyElementsOf(better.keySet());
        better.forEach((key, name) -> assertThat(NAMING.key(key)).isEqualTo(name));
        assertThat(NAMING.collisions(keys)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Złoty, zloty",
        "Kwota w złotych, kwota_w_zlotych",
        "é, e",
        "ß, ss",
        "Straße, strasse",
        "STRAẞE, strasse",
        "großName, gross_name",
        "ø, o",
        "Ærø, aero",
        "ÆRØ, aero",
        "TotalŁódź, total_lodz",
        "fiancée's, fiancee_s",
        "smørrebrød, smorrebrod",
        "Þór, thor",
        "naïve, naive",
        "ǅ, dz",
        "ﬁle, file",
        "m², m2",
        "Ⅳ, iv",
        "ａｂｃ, abc",
        "٣, _3",
        "İd, id",
        "ı, i",
        "e\u0301, e",
        "Ångström, angstrom"
    })
    void latin_letters_lose_their_accents_and_not_themselves(String source, String name) {
        assertThat(NAMING.key(source)).isEqualTo(name);
    }

    @Test
    void words_in_other_scripts_stay_distinct() {
        List<String> words = List.of("日本", "中国", "Цена", "Дата", "τιμή", "서울", "name 日本", "日本 name", "🙂", "🙁", "—");

        List<String> names = words.stream().map(NAMING::key).toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9_]+"));
        assertThat(NAMING.key("name 日本")).startsWith("namex_").hasSize("namex_".length() + 6);
        assertThat(NAMING.key("日本 name")).startsWith("_name_");
        assertThat(NAMING.key("price €")).isEqualTo("pricex").isEqualTo(NAMING.key("price $"));
    }

    @ParameterizedTest
    @CsvSource({"'', _empty", "'  ', _empty", "'\u00a0\t', _empty", "__, xx", "_____, x", "' id\u00a0', id"})
    void a_key_of_nothing_has_a_name(String source, String name) {
        assertThat(NAMING.key(source)).isEqualTo(name);
    }

    @Test
    void double_underscores_part_a_key_and_not_an_identifier() {
        assertThat(NAMING.key("Address__City")).isEqualTo("address__city");
        assertThat(NAMING.identifier("Address__City")).isEqualTo("address_city");
    }

    @Test
    void a_nested_table_is_named_after_its_parent_and_its_key() {
        assertThat(NAMING.table("users", "Orders")).isEqualTo("users__orders");
        assertThat(NAMING.table("users__orders", "orderLines")).isEqualTo("users__orders__order_lines");
    }

    @Test
    void a_long_name_keeps_head_and_tail_and_gets_the_tag_of_its_source() {
        String longKey = "A Very Long Key That Somebody Thought Would Tell All There Is To Know About It";

        String name = NAMING.key(longKey);

        assertThat(name).hasSize(63).startsWith("a_very_long_key_that_").endsWith("_know_about_it");
        assertThat(NAMING.key(longKey + "!")).isNotEqualTo(name).hasSize(63);
        assertThat(Naming.snakeCase(65536).key(longKey)).hasSize(longKey.length());
        assertThat(NAMING.shorten("short")).isEqualTo("short");
    }

    @ParameterizedTest
    @MethodSource("anyTexts")
    void a_name_is_short_ascii_and_named_like_itself(String source) {
        String name = NAMING.identifier(source);

        assertThat(name).matches("[a-z0-9_]{1,63}").doesNotContain("__");
        assertThat(NAMING.identifier(name)).isEqualTo(name);
        assertThat(NAMING.key(source)).matches("[a-z0-9_]{1,63}");
    }

    /** Texts of all sorts of characters, the same in every run. */
    static Stream<String> anyTexts() {
        var random = new Random(20_251_224);
        return Stream.generate(() -> random.ints(random.nextInt(0, 90), 0, 0x2FFF)
                        .filter(Character::isValidCodePoint)
                        .filter(character -> !Character.isSurrogate((char) character))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .limit(500);
    }

    static Stream<String> asciiTexts() {
        var random = new Random(20_251_225);
        return Stream.generate(() -> random.ints(random.nextInt(0, 90), ' ', '~' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .limit(500);
    }

    @ParameterizedTest
    @MethodSource("asciiTexts")
    void an_ascii_key_has_the_name_that_dlt_gives_it(String source) {
        assertThat(NAMING.identifier(source)).isEqualTo(Naming.dltSnakeCase(63).identifier(source));
        assertThat(NAMING.key(source)).isEqualTo(Naming.dltSnakeCase(63).key(source));
    }

    @Test
    void keys_that_share_a_name_are_found() {
        assertThat(NAMING.collisions(List.of("UserName", "id", "user_name", "User Name", "id", "%", "é", "e")))
                .containsExactly(
                        new Naming.Collision("user_name", List.of("UserName", "user_name", "User Name")),
                        new Naming.Collision("e", List.of("é", "e")));
        assertThat(NAMING.collisions(List.of())).isEmpty();
    }

    @Test
    void names_of_less_than_seven_characters_are_refused() {
        assertThat(Naming.snakeCase(7).identifier("abcdefgh")).hasSize(7).startsWith("a");
        assertThatThrownBy(() -> Naming.snakeCase(6))
                .hasMessage("names of at most 6 characters cannot be told apart. Allow 7 or more.");
    }

    @Test
    void many_threads_may_name_at_once() {
        var names = new ConcurrentHashMap<String, String>();

        IntStream.range(0, 10_000).parallel().forEach(index -> names.put("日本 " + index, NAMING.key("日本 " + index)));

        assertThat(names)
                .allSatisfy((source, name) -> assertThat(NAMING.key(source)).isEqualTo(name));
        assertThat(NAMING).hasToString("snake_case_63");
        assertThat(Naming.dltSnakeCase(63)).hasToString("dlt_snake_case_63");
    }
}
