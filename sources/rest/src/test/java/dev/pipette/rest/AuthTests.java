package dev.pipette.rest;

import static dev.pipette.testing.http.Auth.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Failure;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.ReceivedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is shown to an API, when a token is renewed, and that no secret is printed. */
class AuthTests {
    private static final Secret KEY = Secret.of("k-4711-secret");

    @AutoClose
    private final FakeHttp fake = FakeHttp.start();

    @AutoClose
    private final FakeHttp login = FakeHttp.start();

    private final TestTiming timing = TestTiming.atChristmas();
    private final AtomicInteger tokens = new AtomicInteger();
    private final Calls calls = new Calls();

    private RestCall orders(Auth auth) {
        return RestApi.at(fake.baseUrl())
                .named("Shop")
                .timing(timing)
                .auth(auth)
                .get("/orders")
                .paging(Paging.single());
    }

    private List<ReceivedRequest> received() {
        return fake.requests();
    }

    private Auth client() {
        return Auth.clientCredentials(login.url("/token"), "me", KEY).scope("orders.read");
    }

    /** Gives tokens t-1, t-2 .. that are valid for an hour. */
    private void givesTokens() {
        login.post("/token")
                .answers(request -> Answer.json("{\"access_token\": \"token-" + tokens.incrementAndGet()
                        + "\", \"token_type\": \"bearer\", \"expires_in\": 3600}"));
    }

    /** Takes the last token alone. */
    private void takesTheLastToken() {
        fake.get("/orders").answers(request -> {
            boolean isLast = request.header("Authorization").orElse("").equals("Bearer token-" + tokens.get());
            return isLast
                    ? Answer.json("[{\"id\": 1}]")
                    : Answer.json("{\"error\": \"old\"}").withStatus(401);
        });
    }

    @Test
    void a_key_in_a_header_in_the_query_in_a_cookie_and_a_user() throws Exception {
        fake.get("/orders").json("[{\"id\": 1}]");

        calls.ids(orders(Auth.header("X-Api-Key", KEY)));
        calls.ids(orders(Auth.query("api_key", KEY)));
        calls.ids(orders(Auth.cookie("session", KEY)));
        calls.ids(orders(Auth.bearer(KEY)));

        assertThat(received().get(0).header("X-Api-Key")).contains("k-4711-secret");
        assertThat(received().get(1).query("api_key")).contains("k-4711-secret");
        assertThat(received().get(2).header("Cookie")).contains("session=k-4711-secret");
        assertThat(received().get(3).header("Authorization")).contains("Bearer k-4711-secret");
    }

    @Test
    void a_user_and_a_password() throws Exception {
        fake.get("/orders").json("[{\"id\": 1}]").requires(basic("me", "k-4711-secret"));

        assertThat(calls.ids(orders(Auth.basic("me", KEY)))).hasSize(1);
    }

    @Test
    void a_way_of_ones_own() throws Exception {
        fake.get("/orders").json("[{\"id\": 1}]");
        Auth own = new Auth() {
            @Override
            public void show(Target request) {
                request.header("X-Signed", KEY.reveal());
                request.cookie("a", "1");
                request.cookie("b", "2");
            }

            @Override
            public String where() {
                return "header X-Signed";
            }

            @Override
            public List<Secret> secrets() {
                return List.of(KEY);
            }
        };

        calls.ids(orders(own));

        assertThat(received().getFirst().header("X-Signed")).contains("k-4711-secret");
        assertThat(received().getFirst().header("Cookie")).contains("a=1; b=2");
    }

    @Test
    void the_token_of_a_client_is_asked_for_once() throws Exception {
        givesTokens();
        takesTheLastToken();
        RestCall call = orders(client());

        calls.ids(call);
        calls.ids(call);

        assertThat(tokens).hasValue(1);
        ReceivedRequest asked = login.requests().getFirst();
        assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=orders.read");
        assertThat(asked.header("Authorization")).contains("Basic bWU6ay00NzExLXNlY3JldA==");
    }

    @Test
    void id_and_secret_may_be_in_the_body() throws Exception {
        givesTokens();
        takesTheLastToken();

        calls.ids(orders(Auth.clientCredentials(login.url("/token"), "me", KEY).credentialsInBody()));

        assertThat(login.requests().getFirst().body())
                .isEqualTo("grant_type=client_credentials&client_id=me&client_secret=k-4711-secret");
        assertThat(login.requests().getFirst().header("Authorization")).isEmpty();
    }

    @Test
    void a_token_is_renewed_before_it_expires() throws Exception {
        givesTokens();
        takesTheLastToken();
        RestCall call = orders(client());

        calls.ids(call);
        timing.sleep(Duration.ofMinutes(58));
        calls.ids(call);
        assertThat(tokens).hasValue(1);
        timing.sleep(Duration.ofSeconds(61));
        calls.ids(call);

        assertThat(tokens).hasValue(2);
        assertThat(received()).hasSize(3);
    }

    @Test
    void a_token_that_is_refused_is_renewed_once() throws Exception {
        givesTokens();
        takesTheLastToken();
        RestCall call = orders(client());
        calls.ids(call);
        tokens.incrementAndGet(); // the API forgets the one that the client has

        assertThat(calls.ids(call)).hasSize(1);

        assertThat(login.requests()).hasSize(2);
        assertThat(received()).hasSize(3);
    }

    @Test
    void a_new_token_that_is_refused_too_is_an_error() {
        givesTokens();
        fake.get("/orders").answers(Answer.json("{\"error\": \"no\"}").withStatus(401));

        assertThatThrownBy(() -> calls.ids(orders(client())))
                .hasMessage("[SOURCE_AUTH] Shop: GET " + fake.url("/orders")
                        + " answered 401: no. Check the key in the token"
                        + " from " + login.url("/token")
                        + ", and what it may read. Not tried again: an address that shows a"
                        + " wrong key again and again may be blocked.");
        assertThat(login.requests()).hasSize(2);
        assertThat(received()).hasSize(2);
    }

    @Test
    void requests_that_are_refused_at_once_share_one_renewal() throws Exception {
        givesTokens();
        takesTheLastToken();
        RestCall call = orders(client());
        calls.ids(call);
        tokens.incrementAndGet();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Object>>> all = new ArrayList<>();
            for (int number = 0; number < 12; number++) {
                all.add(threads.submit(() -> new Calls().ids(call)));
            }
            for (Future<List<Object>> one : all) {
                assertThat(one.get()).hasSize(1);
            }
        }

        assertThat(login.requests()).hasSize(2);
    }

    @Test
    void a_refresh_token_may_be_replaced_with_each_token() throws Exception {
        login.post("/token")
                .answers(request -> Answer.json("{\"access_token\": \"token-" + tokens.incrementAndGet()
                        + "\", \"expires_in\": \"3600\", \"refresh_token\": \"refresh-" + tokens.get() + "\"}"));
        takesTheLastToken();
        RestCall call = orders(Auth.refreshToken(login.url("/token"), "me", KEY, Secret.of("refresh-0")));

        calls.ids(call);
        timing.sleep(Duration.ofHours(2));
        calls.ids(call);

        assertThat(login.requests())
                .extracting(ReceivedRequest::body)
                .containsExactly(
                        "grant_type=refresh_token&refresh_token=refresh-0",
                        "grant_type=refresh_token&refresh_token=refresh-1");
    }

    @Test
    void a_server_of_tokens_that_is_down_is_asked_again() throws Exception {
        login.post("/token")
                .json("{\"access_token\": \"token-0\"}")
                .fails(Failure.status(503).once())
                .fails(Failure.reset().once());
        takesTheLastToken();

        assertThat(calls.ids(orders(client()))).hasSize(1);
        assertThat(received()).hasSize(1);
    }

    @Test
    void a_server_that_gives_no_token_is_an_error() {
        login.post("/token")
                .answers(Answer.json("{\"error\": \"invalid_client k-4711-secret\"}")
                        .withStatus(401));

        assertThatThrownBy(() -> calls.ids(orders(client())))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[SOURCE_AUTH] Shop: POST " + login.url("/token")
                        + " answered 401: invalid_client ***. The server gives no token for this client. Check the client's"
                        + " id and secret, the scope, and the refresh token.");
        assertThat(received()).isEmpty();
    }

    @Test
    void no_secret_is_in_an_error_or_in_what_prints() {
        fake.get("/orders")
                .answers(request -> Answer.json(
                                "{\"error\": \"wrong: " + request.headers() + request.query("api_key") + "\"}")
                        .withStatus(400));
        for (Auth auth : List.of(
                Auth.header("X-Api-Key", KEY),
                Auth.query("api_key", KEY),
                Auth.cookie("s", KEY),
                Auth.basic("me", KEY))) {
            RestCall call = orders(auth);

            assertThatThrownBy(() -> calls.ids(call))
                    .satisfies(failed -> assertThat(failed.toString())
                            .contains("answered 400")
                            .doesNotContain("k-4711"));
            assertThat(call.toString()
                            + call.resource("orders")
                            + auth.where()
                            + auth
                            + call.resource("o").source().describe())
                    .doesNotContain("k-4711");
        }
        assertThat(client().toString())
                .isEqualTo("OAuth 2.0 client_credentials for me with the token from " + login.url("/token"));
    }

    @Test
    void a_key_that_no_header_can_have_is_an_error_without_the_key() {
        for (Auth auth : List.of(
                Auth.header("X-Api-Key", Secret.of("k-4711-secret\n")),
                Auth.cookie("X-Api-Key", Secret.of("k-4711-secret\n")))) {
            assertThatThrownBy(() -> calls.ids(orders(auth)))
                    .hasNoCause()
                    .hasMessageMatching(
                            "\\[BAD_USAGE\\] Shop: header (X-Api-Key|Cookie) has a character that a header cannot"
                                    + " have, such as a line end or a letter that is not of ASCII. A key that was read from a file often"
                                    + " ends with a line end: strip it\\.");
        }
    }
}
