package dev.pipette.files.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTests {
    @ParameterizedTest
    @CsvSource({
        "https://files.example.com/in/orders.csv.gz, files.example.com/in/orders.csv.gz",
        "https://files.example.com:8443/orders.csv, files.example.com:8443/orders.csv",
        "https://files.example.com/orders.csv#top, files.example.com/orders.csv",
        "https://u_1:pw-of-u1@files.example.com/orders.csv, files.example.com/orders.csv",
        "https://files.example.com/export.csv?year=2025&page=2, files.example.com/export.csv?year=2025&page=2",
        "https://files.example.com/export.csv?year=2025&token=t0k3n-x7, files.example.com/export.csv?year=2025",
        "https://files.example.com/export.csv?key=1, files.example.com/export.csv?key=~6b86b273",
        "https://files.example.com/export.csv?key=2, files.example.com/export.csv?key=~d4735e3a",
        "https://files.example.com/export.csv?a=%20&page_token=1&key&b=, files.example.com/export.csv?a=%20&page_token=~6b86b273&key&b=",
        "https://files.example.com/export.csv?secretary=1&API_KEY=k3y-1&api-key=k3y-2, files.example.com/export.csv?secretary=~6b86b273",
        "https://b.example.com/a.csv?X-Amz-Date=20250101T000000Z&X-Amz-Expires=60&X-Amz-Signature=9f8e7d6c5b4a,"
                + " b.example.com/a.csv",
        "https://b.example.com/a.csv?X-Goog-Date=20250101T000000Z&x-goog-signature=9f8e7d6c5b4b, b.example.com/a.csv",
        "https://a.example.com/a.csv?sv=2024-01-01&se=2025-01-01&sr=b&sp=r&sig=Zx9Kq27Lm4, a.example.com/a.csv",
        "https://a.example.com/a.csv?se=1, a.example.com/a.csv?se=1"
    })
    void a_file_is_known_by_its_address_without_keys_and_signatures(String address, String key) {
        assertThat(WebAddress.of("orders", address).key()).isEqualTo(key);
    }

    @Test
    void the_name_ends_like_the_file_whatever_is_asked_of_the_server() {
        assertThat(WebAddress.of("orders", "https://files.example.com/in/orders.csv.gz?via=a/b.json")
                        .name())
                .isEqualTo("files.example.com/in/orders.csv.gz");
    }

    @Test
    void user_and_password_become_a_header_and_are_shown_nowhere() {
        WebAddress address = WebAddress.of("orders", "https://ada:q7%2Fx9Zz@files.example.com/orders.csv");

        assertThat(address.credentials()).contains("Basic YWRhOnE3L3g5Wno=");
        assertThat(address.url().toString()).isEqualTo("https://files.example.com/orders.csv");
        assertThat(address.shown()).isEqualTo("https://files.example.com/orders.csv");
    }

    @Test
    void a_pattern_is_refused_because_a_server_lists_nothing() {
        assertThatThrownBy(() -> WebAddress.of("orders", "https://files.example.com/2025/*.csv"))
                .hasMessage("[BAD_USAGE] resource orders: https://files.example.com/2025/*.csv is a pattern, and a web"
                        + " server does not list its files. Give the address of each file, one after the other. A * in"
                        + " a file's name is written %2A.");
        assertThat(WebAddress.of("orders", "https://files.example.com/a%2Ab.csv")
                        .name())
                .isEqualTo("files.example.com/a%2Ab.csv");
    }

    @Test
    void what_is_not_an_address_is_refused() {
        assertThatThrownBy(() -> WebAddress.of("orders", "https:///orders .csv"))
                .hasMessage("[BAD_USAGE] resource orders: https:///orders .csv is not a valid address. Write it like"
                        + " https://files.example.com/orders.csv.");
    }

    @ParameterizedTest
    @CsvSource({
        "http://ada:q7-x9Zz1@files.example.com/orders.csv, http://files.example.com/orders.csv",
        "http://files.example.com/orders.csv?api_key=q7-x9Zz2, http://files.example.com/orders.csv?api_key=***"
    })
    void passwords_and_keys_do_not_travel_readable(String address, String shown) {
        assertThatThrownBy(() -> WebAddress.of("orders", address))
                .hasMessage("[BAD_SETTINGS] resource orders: " + shown
                        + " has a password or key in it, which anybody on" + " the way could read. Use https://.");
    }

    @Test
    void on_this_machine_they_may() {
        assertThat(WebAddress.of("orders", "http://ada:q7-x9Zz3@127.0.0.1:8080/orders.csv")
                        .credentials())
                .isPresent();
    }
}
