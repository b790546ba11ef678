package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTests {
    private record Login(String user, Secret password) {}

    @Test
    void a_secret_prints_as_stars_wherever_it_stands() {
        Secret secret = Secret.of("hunter2");

        assertThat(secret).hasToString("***");
        assertThat(new Login("me", secret)).hasToString("Login[user=me, password=***]");
        assertThat(Map.of("password", Optional.of(secret))).hasToString("{password=Optional[***]}");
        assertThat(secret.reveal()).isEqualTo("hunter2");
    }

    @Test
    void secrets_are_equal_when_their_texts_are() {
        assertThat(Secret.of("hunter2"))
                .isEqualTo(Secret.of("hunter2"))
                .hasSameHashCodeAs(Secret.of("hunter2"))
                .isNotEqualTo(Secret.of("hunter3"))
                .isNotEqualTo("hunter2");
    }

    @Test
    void a_secret_cannot_be_serialized() {
        assertThat(Serializable.class.isAssignableFrom(Secret.class)).isFalse();
    }
}
