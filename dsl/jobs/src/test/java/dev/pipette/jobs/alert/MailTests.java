package dev.pipette.jobs.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts to a mail server. */
class MailTests {
    @TempDir
    Path folder;

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
        server.setUser("jobs@shop.example", "jobs", "hunter2hunter2");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Mail mail(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PIPETTE__JOBS__SMTP__HOST", "127.0.0.1",
                "PIPETTE__JOBS__SMTP__PORT", String.valueOf(server.getSmtp().getPort()),
                "PIPETTE__JOBS__SMTP__USER", "jobs",
                "PIPETTE__JOBS__SMTP__PASSWORD", "hunter2hunter2",
                "PIPETTE__JOBS__SMTP__FROM", "Pipette <jobs@shop.example>",
                "PIPETTE__JOBS__SMTP__TLS", "none"));
        environment.putAll(more);
        return new Mail(Outgoing.settings(folder, environment));
    }

    private static AlertFailure failure(Mail mail) {
        return catchThrowableOfType(
                AlertFailure.class, () -> mail.send(Outgoing.to("ada@shop.example", Optional.empty())));
    }

    @Test
    void an_alert_is_an_e_mail() throws Exception {
        mail(Map.of()).send(Outgoing.to("ada@shop.example, bob@shop.example", Optional.empty()));
        MimeMessage message = server.getReceivedMessages()[0];
        assertThat(server.getReceivedMessages()).hasSize(2);
        assertThat(message.getSubject()).isEqualTo("Pipette: the job 'orders' failed");
        assertThat(message.getFrom()[0]).hasToString("Pipette <jobs@shop.example>");
        assertThat(message.getMessageID()).isEqualTo("<pipette-alert-17@127.0.0.1>");
        assertThat(message.getHeader("X-Pipette-Event")).containsExactly("failed");
        assertThat(((String) message.getContent()).lines())
                .containsExactly("The source answered 503.", "Run it again: pipette jobs run orders");
    }

    @Test
    void a_login_that_is_refused_is_not_tried_again() {
        AlertFailure failure = failure(mail(Map.of("PIPETTE__JOBS__SMTP__PASSWORD", "wrong-password")));
        assertThat(failure.reason()).startsWith("127.0.0.1 does not let the user jobs in: ");
        assertThat(failure.isPassing()).isFalse();
    }

    @Test
    void a_server_without_encryption_gets_nothing_unless_somebody_chose_it() {
        AlertFailure failure = failure(mail(Map.of("PIPETTE__JOBS__SMTP__TLS", "starttls")));
        assertThat(failure.reason()).contains("STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_server_that_is_not_there_may_come_back() {
        Mail mail = mail(Map.of());
        server.stop();
        assertThat(failure(mail).isPassing()).isTrue();
    }

    @Test
    void what_is_not_set_is_named() {
        AlertFailure failure = failure(new Mail(Outgoing.settings(folder, Map.of())));
        assertThat(failure.reason())
                .startsWith("the mail server is not set: [BAD_SETTINGS]")
                .contains("jobs.smtp.host");
        assertThat(failure.isPassing()).isFalse();
    }
}
