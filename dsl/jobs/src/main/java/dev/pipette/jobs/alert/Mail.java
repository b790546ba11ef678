package dev.pipette.jobs.alert;

import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts by e-mail, with the settings {@code jobs.smtp.host}, {@code port}, {@code user}, {@code password}, {@code from} and
 * {@code tls}: {@code starttls} (the default), {@code tls} from the first byte on, or {@code none}.
 */
final class Mail implements AlertSender {
    private static final String LIMIT = String.valueOf(Duration.ofSeconds(20).toMillis());

    private final Settings settings;

    Mail(Settings settings) {
        this.settings = settings;
    }

    /** Where mail is given to. */
    private record Server(
            String host, int port, Optional<String> user, Optional<Secret> password, String from, String tls) {
        boolean hasLogin() {
            return user.isPresent() && password.isPresent();
        }
    }

    @Override
    public void send(OutgoingAlert alert) throws AlertFailure {
        Server server = server();
        Session session = Session.getInstance(properties(server));
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage message = message(session, server, alert);
            connect(transport, server);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (AuthenticationFailedException refused) {
            throw AlertFailure.lasting(
                    server.host() + " does not let the user " + server.user().orElse("") + " in: " + text(refused),
                    refused);
        } catch (AddressException wrong) {
            throw AlertFailure.lasting("'" + alert.target() + "' is not an e-mail address: " + text(wrong), wrong);
        } catch (SendFailedException refused) {
            String reason = server.host() + " refuses the e-mail: " + text(refused);
            throw isForNow(refused)
                    ? AlertFailure.passing(reason, Optional.empty(), refused)
                    : AlertFailure.lasting(reason, refused);
        } catch (MessagingException failed) {
            throw AlertFailure.passing(
                    server.host() + ":" + server.port() + " cannot be reached: " + text(failed),
                    Optional.empty(),
                    failed);
        }
    }

    private Server server() throws AlertFailure {
        try {
            String host = settings.get("jobs.smtp.host");
            String tls = settings.find("jobs.smtp.tls").orElse("starttls").toLowerCase(Locale.ROOT);
            int port = settings.get("jobs.smtp.port", int.class, tls.equals("tls") ? 465 : 587);
            Optional<String> user = settings.find("jobs.smtp.user");
            Optional<Secret> password =
                    user.isPresent() ? Optional.of(settings.secret("jobs.smtp.password")) : Optional.empty();
            String from = settings.find("jobs.smtp.from").or(() -> user).orElse("pipette@" + host);
            return new Server(host, port, user, password, from, tls);
        } catch (PipetteException missing) {
            throw AlertFailure.lasting("the mail server is not set: " + missing.getMessage(), missing);
        }
    }

    private static Properties properties(Server server) throws AlertFailure {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", LIMIT);
        properties.setProperty("mail.smtp.timeout", LIMIT);
        properties.setProperty("mail.smtp.writetimeout", LIMIT);
        properties.setProperty("mail.smtp.auth", String.valueOf(server.hasLogin()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (server.tls()) {
            case "tls" -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case "starttls" -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case "none" -> {
                // as somebody chose
            }
            default ->
                throw AlertFailure.lasting(
                        "jobs.smtp.tls is '" + server.tls() + "'; it must be starttls, tls or none", null);
        }
        return properties;
    }

    private static MimeMessage message(Session session, Server server, OutgoingAlert alert) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            // of a second try too: the programs of receivers show it once
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + alert.id() + "@" + server.host() + ">");
            }
        };
        message.setFrom(new InternetAddress(server.from()));
        message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(alert.target()));
        message.setSubject(alert.title().replaceAll("[\\r\\n]+", " "), StandardCharsets.UTF_8.name());
        message.setText(alert.text(), StandardCharsets.UTF_8.name());
        message.setHeader("X-Pipette-Event", alert.event().name().toLowerCase(Locale.ROOT));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setSentDate(new Date());
        return message;
    }

    private static void connect(Transport transport, Server server) throws MessagingException {
        if (server.hasLogin()) {
            transport.connect(
                    server.host(),
                    server.port(),
                    server.user().orElseThrow(),
                    server.password().orElseThrow().reveal());
        } else {
            transport.connect(server.host(), server.port(), null, null);
        }
    }

    /** Codes from 400 to 499 mean: try again later. */
    private static boolean isForNow(MessagingException refused) {
        for (Exception reason = refused; reason != null; reason = next(reason)) {
            int code = switch (reason) {
                case SMTPSendFailedException message -> message.getReturnCode();
                case SMTPAddressFailedException address -> address.getReturnCode();
                default -> 0;
            };
            if (code >= 400 && code < 500) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Exception next(Exception reason) {
        return reason instanceof MessagingException chained ? chained.getNextException() : null;
    }

    private static String text(Exception failed) {
        return String.valueOf(failed.getMessage()).strip();
    }
}
