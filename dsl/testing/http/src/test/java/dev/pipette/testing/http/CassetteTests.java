package dev.pipette.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.HttpUrl;
import okhttp3.MultipartBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded of an API is replayed without it. */
class CassetteTests {
    @TempDir
    Path folder;

    private final FakeHttp real = FakeHttp.start();

    @AfterEach
    void close() {
        real.close();
    }

    private HttpUrl upstream() {
        return HttpUrl.get(real.baseUrl());
    }

    private Path file() {
        return folder.resolve("cassettes/orders.json");
    }

    @Test
    void a_cassette_is_text_that_can_be_read() throws IOException {
        real.post("/v1/orders/{id}")
                .answers(request -> Answer.json("{\"amount\": 1.50, \"next\": \"" + real.url("/v1/orders/8") + "\"}")
                        .withHeader("X-Total", "2")
                        .withHeader("Set-Cookie", "session=abcdefghijklmnopqrst"));

        try (FakeHttp api =
                FakeHttp.recording(file(), HttpUrl.get(real.url("/v1"))).start()) {
            Client.Got got = Client.send(
                    api.url("/orders/7?b=2&api_key=k-123456&id=1&id=2"),
                    request -> request.header("Authorization", "Bearer token-of-ann")
                            .header("Accept", "application/json")
                            .post(okhttp3.RequestBody.create("{\"a\":[1]}".getBytes())));

            assertThat(got.body()).isEqualTo("{\"amount\": 1.50, \"next\": \"" + api.url("/orders/8") + "\"}");
            assertThat(got.header("Set-Cookie")).isEqualTo("session=abcdefghijklmnopqrst");
            api.assertNoUnexpectedRequests();
        }

        assertThat(file()).content().isEqualTo("""
                        {
                          "cassette" : 1,
                          "upstream" : "UPSTREAM/v1",
                          "interactions" : [
                            {
                              "request" : {
                                "method" : "POST",
                                "path" : "/orders/7",
                                "query" : {
                                  "b" : "2",
                                  "api_key" : "***",
                                  "id" : [
                                    "1",
                                    "2"
                                  ]
                                },
                                "headers" : {
                                  "Accept" : "application/json",
                                  "Authorization" : "***"
                                },
                                "json" : {
                                  "a" : [
                                    1
                                  ]
                                }
                              },
                              "response" : {
                                "status" : 200,
                                "headers" : {
                                  "Content-Type" : "application/json",
                                  "Set-Cookie" : "***",
                                  "X-Total" : "2"
                                },
                                "json" : {
                                  "amount" : 1.50,
                                  "next" : "UPSTREAM/v1/orders/8"
                                }
                              }
                            }
                          ]
                        }
                        """.replace("UPSTREAM", real.baseUrl()));
    }

    @Test
    void what_was_recorded_is_replayed_without_the_api() throws IOException {
        real.get("/orders").rows("[{\"id\":1},{\"id\":2}]", 1, Paging.linkHeader());
        real.get("/image").answers(Answer.bytes("image/x", new byte[] {(byte) 0xff, 0, (byte) 0x80}));
        real.get("/lines").answers(Answer.text("{\"id\":1}\n{\"id\":2}\n"));
        real.delete("/orders/1").answers(Answer.status(204));
        real.get("/gone").answers(Answer.status(301).withHeader("Location", real.url("/orders")));

        Client.Got page;
        try (FakeHttp api = FakeHttp.recording(file(), upstream()).start()) {
            page = Client.get(api.url("/orders?x=1&y=2"));
            Client.get(api.url("/image"));
            Client.get(api.url("/lines"));
            Client.send(api.url("/orders/1"), request -> request.delete());
            Client.get(api.url("/gone"));
            assertThat(page.header("Link")).isEqualTo("<" + api.url("/orders?x=1&y=2&page=2") + ">; rel=\"next\"");
            api.assertNoUnexpectedRequests();
        }
        real.close();

        try (FakeHttp api = FakeHttp.replaying(file()).start()) {
            Client.Got again = Client.get(api.url("/orders?y=2&x=1"));
            assertThat(again.body()).isEqualTo(page.body());
            assertThat(again.header("Link")).isEqualTo("<" + api.url("/orders?x=1&y=2&page=2") + ">; rel=\"next\"");
            assertThat(Client.get(api.url("/image")).header("Content-Type")).isEqualTo("image/x");
            assertThat(Client.get(api.url("/lines")).body()).isEqualTo("{\"id\":1}\n{\"id\":2}\n");
            assertThat(Client.send(api.url("/orders/1"), request -> request.delete())
                            .status())
                    .isEqualTo(204);
            assertThat(Client.get(api.url("/gone")).header("Location")).isEqualTo(api.url("/orders"));
            assertThat(api).hasRequestCount(5).hasNoUnexpectedRequests();
        }
        assertThat(file()).content().contains("\"base64\" : \"/wCA\"");
    }

    @Test
    void equal_requests_are_replayed_in_their_order_and_secrets_do_not_count() throws IOException {
        int[] number = {0};
        real.post("/status").answers(request -> Answer.text("answer " + ++number[0]));
        try (FakeHttp api = FakeHttp.recording(file(), upstream()).start()) {
            Client.post(api.url("/status?token=one-token"), "{\"job\": 7, \"password\": \"one\"}");
            Client.post(api.url("/status?token=one-token"), "{\"job\": 7, \"password\": \"one\"}");
        }

        try (FakeHttp api = FakeHttp.replaying(file()).start()) {
            String other = "{\"password\":\"two\",\"job\":7}";
            assertThat(Client.post(api.url("/status?token=two-token"), other).body())
                    .isEqualTo("answer 1");
            assertThat(Client.post(api.url("/status"), other).body()).isEqualTo("answer 2");
            Client.Got third = Client.post(api.url("/status"), other);

            assertThat(third.status()).isEqualTo(404);
            String why = "POST /status was recorded 2 times in " + file()
                    + " and is asked for once more. Record it again with"
                    + " -Dpipette.cassettes=record, or delete the file.";
            assertThat(third.body()).isEqualTo("{\"error\":\"not_recorded\",\"message\":\"" + why + "\"}");
            assertThatThrownBy(api::assertNoUnexpectedRequests)
                    .hasMessage(
                            "received 1 that was not expected:\n  3. POST /status: " + why + "\nthere are no routes");
        }
    }

    @Test
    void a_form_of_several_parts_is_replayed_whatever_the_line_between_them() throws IOException {
        real.post("/upload").json("{}");
        try (FakeHttp api = FakeHttp.recording(file(), upstream()).start()) {
            Client.send(api.url("/upload"), request -> request.post(form("one", "ü-1")));
        }

        try (FakeHttp api = FakeHttp.replaying(file()).start()) {
            Client.Got other = Client.send(api.url("/upload"), request -> request.post(form("two", "ü-2")));
            Client.Got same = Client.send(api.url("/upload"), request -> request.post(form("two", "ü-1")));

            assertThat(other.status()).isEqualTo(404);
            assertThat(same.body()).isEqualTo("{}");
        }
    }

    private static MultipartBody form(String line, String note) {
        return new MultipartBody.Builder("line-" + line)
                .setType(MultipartBody.FORM)
                .addFormDataPart("note", note)
                .build();
    }

    @Test
    void an_unknown_request_is_told_the_nearest_recorded_one() throws IOException {
        real.get("/orders").json("[]");
        real.get("/clients").json("[]");
        try (FakeHttp api = FakeHttp.recording(file(), upstream()).start()) {
            Client.get(api.url("/clients"));
            Client.get(api.url("/orders?page=1&api_key=k-123456"));
        }

        try (FakeHttp api = FakeHttp.replaying(file()).start()) {
            Client.Got got = Client.get(api.url("/orders?page=2"));

            assertThat(got.status()).isEqualTo(404);
            assertThat(got.body())
                    .isEqualTo(
                            "{\"error\":\"not_recorded\",\"message\":\"GET /orders?page=2 was not recorded in " + file()
                                    + "; the nearest one is GET /orders?page=1&api_key=***, with another query. Record it again with"
                                    + " -Dpipette.cassettes=record, or delete the file.\"}");
            assertThat(api.unexpectedRequests()).hasSize(1);
        }
    }

    @Test
    void a_route_goes_before_the_cassette() throws IOException {
        real.get("/orders").json("[1]");
        real.get("/clients").json("[2]");
        try (FakeHttp api = FakeHttp.recording(file(), upstream()).start()) {
            Client.get(api.url("/orders"));
            Client.get(api.url("/clients"));
        }

        try (FakeHttp api = FakeHttp.replaying(file()).start()) {
            api.get("/orders").answers(Answer.status(503));

            assertThat(Client.get(api.url("/orders")).status()).isEqualTo(503);
            assertThat(Client.get(api.url("/clients")).body()).isEqualTo("[2]");
        }
    }

    @Test
    void a_cassette_is_recorded_when_there_is_none_and_never_on_ci() throws IOException {
        real.get("/orders").json("[1]");
        Cassette cassette = FakeHttp.cassette(file(), upstream());
        Cassette.Place here = new Cassette.Place(null, false);

        assertThatThrownBy(() -> cassette.start(new Cassette.Place(null, true)))
                .hasMessage("cassette " + file()
                        + " does not exist, and with CI=true nothing is recorded. Run the test once on"
                        + " your machine, look at the file, and commit it.");
        try (FakeHttp api = cassette.start(here)) {
            Client.get(api.url("/orders"));
        }
        real.get("/orders").json("[2]");
        try (FakeHttp api = cassette.start(new Cassette.Place("auto", true))) {
            assertThat(Client.get(api.url("/orders")).body()).isEqualTo("[1]");
        }
        try (FakeHttp api = cassette.start(new Cassette.Place("record", false))) {
            assertThat(Client.get(api.url("/orders")).body()).isEqualTo("[2]");
        }
        try (FakeHttp api = cassette.start(here)) {
            assertThat(Client.get(api.url("/orders")).body()).isEqualTo("[2]");
        }
        assertThatThrownBy(() -> cassette.start(new Cassette.Place("record", true)))
                .hasMessage("cassette " + file()
                        + " would be recorded again, and with CI=true nothing is recorded. Run the test"
                        + " once on your machine, look at the file, and commit it.");
        assertThatThrownBy(() -> cassette.start(new Cassette.Place("often", false)))
                .hasMessage("-Dpipette.cassettes is auto, record or replay, not 'often'");
    }

    @Test
    void an_api_that_is_not_reached_leaves_the_old_cassette() throws IOException {
        real.get("/orders").json("[1]");
        try (FakeHttp api = FakeHttp.recording(file(), upstream()).start()) {
            Client.get(api.url("/orders"));
        }
        String before = Files.readString(file());
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }

        try (FakeHttp api = FakeHttp.recording(file(), HttpUrl.get("http://127.0.0.1:" + nobody))
                .start()) {
            Client.Got got = Client.get(api.url("/orders"));

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.body()).contains("http://127.0.0.1:" + nobody + " was not reached: ");
            assertThat(api.unexpectedRequests()).hasSize(1);
        }
        assertThat(file()).content().isEqualTo(before);
    }
}
