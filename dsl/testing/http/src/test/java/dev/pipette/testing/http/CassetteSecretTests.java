package dev.pipette.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No secret stands on a cassette, in whatever form it went over the wire. */
class CassetteSecretTests {
    private static final String VALUE = "s3cr3t \"v/l+ü\"";

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("orders.json");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> forms(String value) {
        return List.of(
                value,
                URLEncoder.encode(value, StandardCharsets.UTF_8),
                URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"),
                Json.compact(value),
                base64(value),
                base64("u:" + value),
                base64("us:" + value),
                base64("user:" + value),
                Base64.getUrlEncoder().encodeToString(("a:" + value).getBytes(StandardCharsets.UTF_8)),
                base64(value + ":x"));
    }

    @Test
    void a_named_value_is_replaced_in_all_its_forms_wherever_it_stands() throws IOException {
        try (FakeHttp real = FakeHttp.start()) {
            real.post("/{any}")
                    .answers(request -> Answer.text("forms:\n" + String.join("\n", forms(VALUE)) + "\nend")
                            .withHeader("X-Echo", base64("u:" + VALUE)));
            real.get("/tree").answers(request -> Answer.json(List.of(forms(VALUE), VALUE + " inside")));

            try (FakeHttp api = FakeHttp.recording(file(), HttpUrl.get(real.baseUrl()))
                    .secret(VALUE)
                    .start()) {
                HttpUrl url = HttpUrl.get(api.url("/"))
                        .newBuilder()
                        .addPathSegment(VALUE)
                        .addQueryParameter("note", "x" + VALUE)
                        .build();
                Client.send(
                        url.toString(),
                        request -> request.header("X-Note", base64("ab:" + VALUE))
                                .post(RequestBody.create(("note=" + forms(VALUE).get(1) + "&other=1")
                                        .getBytes(StandardCharsets.UTF_8))));
                Client.get(api.url("/tree"));
                api.assertNoUnexpectedRequests();
            }
        }

        String cassette = Files.readString(file());
        assertThat(cassette)
                .contains("\"path\" : \"/***\"", "\"note\" : \"x***\"", "\"X-Note\" : \"***\"", "*** inside");
        assertThat(cassette).contains("\"text\" : \"note=***&other=1\"");
        for (String form : forms(VALUE)) {
            assertThat(cassette).doesNotContain(form);
        }
        assertThat(cassette)
                .doesNotContain("s3cr3t")
                .doesNotContain("czNjcj")
                .doesNotContain("MzY3Iz")
                .doesNotContain("zM2NyM");
    }

    @Test
    void what_stands_under_a_secret_name_is_replaced() throws IOException {
        try (FakeHttp real = FakeHttp.start()) {
            real.post("/login")
                    .answers(Answer.json(
                                    "{\"access_token\":\"at-1\",\"expires\":3600,\"keys\":[{\"id\":\"in-1\"}],\"apiKey\":77,"
                                            + "\"has_password\":true,\"url\":\"/x?a=1&sig_token=in-2&b=2\"}")
                            .withHeader("Set-Cookie", "session=in-3")
                            .withHeader("X-Refresh-Token", "in-4"));
            real.post("/lines").answers(Answer.text("{\"client_secret\": \"in-5\", \"n\": 1}\n{\"n\": 2}\n"));

            try (FakeHttp api =
                    FakeHttp.recording(file(), HttpUrl.get(real.baseUrl())).start()) {
                Client.send(
                        api.url("/login?api_key=out-1&page=1"),
                        request -> request.header("Authorization", "Bearer out-2")
                                .header("Cookie", "a=out-3")
                                .header("X-Api-Key", "out-4")
                                .post(RequestBody.create("grant=x&client_secret=out-5&Password=out-6".getBytes())));
                Client.post(api.url("/lines"), "{\"user\":\"ann\",\"password\":\"out-7\"}");
                Client.send(
                        api.url("/lines"),
                        request -> request.post(new MultipartBody.Builder()
                                .addFormDataPart("page", "one")
                                .addFormDataPart("api_key", "out-8")
                                .build()));
                api.assertNoUnexpectedRequests();
            }
        }

        assertThat(file())
                .content()
                .doesNotContain("out-")
                .doesNotContain("in-")
                .doesNotContain("at-1")
                .doesNotContain(": 77") // a boundary of parts may have these digits
                .contains("\"text\" : \"grant=x&client_secret=***&Password=***\"")
                .contains("\\r\\n\\r\\none\\r\\n", "\\r\\n\\r\\n***\\r\\n")
                .contains("\"has_password\" : true")
                .contains("\"url\" : \"/x?a=1&sig_token=***&b=2\"")
                .contains("\"text\" : \"{\\\"client_secret\\\": \\\"***\\\", \\\"n\\\": 1}\\n{\\\"n\\\": 2}\\n\"");
    }

    @Test
    void what_a_request_showed_as_a_secret_is_replaced_where_the_answer_repeats_it() throws IOException {
        try (FakeHttp real = FakeHttp.start()) {
            real.get("/echo")
                    .answers(request -> Answer.json(List.of(
                            request.header("Authorization").orElseThrow(),
                            "hunter2-hunter2",
                            request.query("api_key").orElseThrow(),
                            "abcdefghijklmnopqrst")));

            try (FakeHttp api =
                    FakeHttp.recording(file(), HttpUrl.get(real.baseUrl())).start()) {
                Client.send(
                        api.url("/echo?api_key=k-987654"),
                        request -> request.header("Authorization", Credentials.basic("ann", "hunter2-hunter2"))
                                .header("Cookie", "theme=light; session=abcdefghijklmnopqrst"));
                api.assertNoUnexpectedRequests();
            }
        }

        assertThat(file())
                .content()
                .doesNotContain("hunter2")
                .doesNotContain(base64("ann:hunter2-hunter2"))
                .doesNotContain("k-987654")
                .doesNotContain("abcdefghijklmnopqrst");
    }

    @Test
    void a_secret_in_a_path_is_found_again_by_a_replay_that_knows_it() throws IOException {
        try (FakeHttp real = FakeHttp.start()) {
            real.get("/accounts/{id}").json("[1]");
            try (FakeHttp api = FakeHttp.recording(file(), HttpUrl.get(real.baseUrl()))
                    .secret("account-4711")
                    .start()) {
                Client.get(api.url("/accounts/account-4711"));
            }
        }

        try (FakeHttp api = FakeHttp.replaying(file()).secret("account-0").start()) {
            assertThat(Client.get(api.url("/accounts/account-0")).body()).isEqualTo("[1]");
        }
        assertThat(file()).content().doesNotContain("4711");
    }

    @Test
    void a_name_that_only_looks_secret_can_be_kept() throws IOException {
        try (FakeHttp real = FakeHttp.start()) {
            real.get("/orders").rows("[{\"id\":1},{\"id\":2}]", 1, Paging.cursor("next_page_token", "page_token"));
            try (FakeHttp api = FakeHttp.recording(file(), HttpUrl.get(real.baseUrl()))
                    .notSecret("next_page_token")
                    .notSecret("page_token")
                    .start()) {
                Client.get(api.url("/orders"));
                Client.get(api.url("/orders?page_token=page-2"));
            }
        }

        assertThat(file()).content().contains("\"next_page_token\" : \"page-2\"", "\"page_token\" : \"page-2\"");
    }

    @Test
    void paging_by_a_token_replays_although_it_is_hidden() throws IOException {
        try (FakeHttp real = FakeHttp.start()) {
            real.get("/orders").rows("[{\"id\":1},{\"id\":2}]", 1, Paging.cursor("next_page_token", "page_token"));
            try (FakeHttp api =
                    FakeHttp.recording(file(), HttpUrl.get(real.baseUrl())).start()) {
                Client.get(api.url("/orders"));
                Client.get(api.url("/orders?page_token=page-2"));
            }
        }

        try (FakeHttp api = FakeHttp.replaying(file()).start()) {
            assertThat(Client.get(api.url("/orders")).body())
                    .isEqualTo("{\"data\":[{\"id\":1}],\"next_page_token\":\"***\"}");
            assertThat(Client.get(api.url("/orders?page_token=***")).body())
                    .isEqualTo("{\"data\":[{\"id\":2}],\"next_page_token\":null}");
        }
    }

    @Test
    @Timeout(200)
    void a_large_body_is_searched_in_one_pass() throws IOException {
        String run = "QUJD".repeat(500_000);
        String lines = "{\"note\":\"a\\n\\\"b\",\"key\":\"in-1\"}\n".repeat(50_000);
        String escapes = "{\"key\":\"" + "\\n".repeat(500_000) + "in-1\"} and more";
        try (FakeHttp real = FakeHttp.start()) {
            real.get("/run").answers(Answer.text(run));
            real.get("/lines").answers(Answer.text(lines));
            real.get("/escapes").answers(Answer.text(escapes));

            try (FakeHttp api = FakeHttp.recording(file(), HttpUrl.get(real.baseUrl()))
                    .secret("a-longer-secret")
                    .start()) {
                assertThat(Client.get(api.url("/run")).body()).isEqualTo(run);
                assertThat(Client.get(api.url("/lines")).body()).isEqualTo(lines);
                assertThat(Client.get(api.url("/escapes")).body()).isEqualTo(escapes);
                api.assertNoUnexpectedRequests();
            }
        }

        assertThat(Files.readString(file()).contains("in-1")).isFalse();
    }

    @Test
    void an_address_with_a_password_is_refused() {
        assertThatThrownBy(() -> FakeHttp.recording(file(), HttpUrl.get("https://ann:pass@api.example.com")))
                .hasMessage(
                        "the address of the real API at api.example.com has a user, a query or a fragment; the client"
                                + " sends such things");
    }

    @Test
    void an_empty_secret_is_a_missing_setting() {
        assertThatThrownBy(() -> FakeHttp.replaying(file()).secret(" "))
                .hasMessage("a secret has at least one character; is its setting missing?");
    }
}
