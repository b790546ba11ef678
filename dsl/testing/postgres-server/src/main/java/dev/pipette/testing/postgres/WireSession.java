package dev.pipette.testing.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The server's side of PostgreSQL's wire protocol 3 ("Message Formats" in its manual), as far as it takes to say no: what
 * comes before the login, errors, and the statements of both query protocols.
 */
final class WireSession {
    private static final int LONGEST = 1 << 20;
    private static final int CANCEL_REQUEST = 80877102;
    private static final int TLS_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final DataInputStream input;
    private final OutputStream output;

    WireSession(DataInputStream input, OutputStream output) {
        this.input = input;
        this.output = output;
    }

    /** Declines encryption and reads the startup message; nothing when it is a request to cancel something. */
    Map<String, String> login() throws IOException {
        while (true) {
            byte[] body = body();
            int code = number(body);
            if (code == TLS_REQUEST || code == GSS_REQUEST) {
                output.write('N');
                output.flush();
            } else if (code == CANCEL_REQUEST) {
                return Map.of();
            } else {
                return parameters(body);
            }
        }
    }

    private static Map<String, String> parameters(byte[] body) {
        String[] words =
                new String(body, Integer.BYTES, body.length - Integer.BYTES, StandardCharsets.UTF_8).split("\0", -1);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int word = 0; word + 1 < words.length && !words[word].isEmpty(); word += 2) {
            parameters.put(words[word], words[word + 1]);
        }
        return parameters;
    }

    void send(WireError error) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        for (String field :
                List.of("S" + error.severity(), "V" + error.severity(), "C" + error.state(), "M" + error.message())) {
            fields.write(text(field));
        }
        fields.write(0);
        send('E', fields.toByteArray());
        output.flush();
    }

    /** Asks for the password in clear text (AuthenticationCleartextPassword), and refuses what comes. */
    void askForPassword(WireError error, Consumer<String> heard) throws IOException {
        send('R', 0, 0, 0, 3);
        output.flush();
        if (input.read() == 'p') {
            heard.accept(string(body(), 0));
            send(error);
        }
    }

    void garbage() throws IOException {
        output.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        output.flush();
    }

    /** Lets the client in, and answers its statements with an error until it goes. */
    void refuseStatements(WireError error, Consumer<String> heard) throws IOException {
        welcome();
        boolean skipping = false;
        String statement = "";
        int type = input.read();
        while (type >= 0 && type != 'X') {
            byte[] body = body();
            switch (type) {
                case 'Q' -> {
                    statement = string(body, 0);
                    heard.accept(statement);
                    if (isRefused(statement, error)) {
                        return;
                    }
                    ready();
                }
                case 'P' -> {
                    // the name of the statement comes first
                    statement = string(body, string(body, 0).getBytes(StandardCharsets.UTF_8).length + 1);
                    heard.accept(statement);
                    if (isHarmless(statement)) {
                        send('1');
                    } else if (isRefused(statement, error)) {
                        return;
                    } else {
                        skipping = true;
                    }
                }
                case 'B' -> answerUnless(skipping, '2');
                case 'D' -> answerUnless(skipping, 'n');
                case 'E' -> {
                    if (!skipping) {
                        send('C', text("SET"));
                    }
                }
                case 'S' -> {
                    skipping = false;
                    ready();
                }
                default -> {}
            }
            output.flush();
            type = input.read();
        }
    }

    private void answerUnless(boolean skipping, char type) throws IOException {
        if (!skipping) {
            send(type);
        }
    }

    /** Answers a statement; true when that was the end of the connection. */
    private boolean isRefused(String statement, WireError error) throws IOException {
        if (isHarmless(statement)) {
            send('C', text("SET"));
            return false;
        }
        send(error);
        return error.isFatal();
    }

    private static boolean isHarmless(String statement) {
        return statement.strip().toUpperCase(Locale.ROOT).startsWith("SET ");
    }

    private void welcome() throws IOException {
        send('R', 0, 0, 0, 0);
        for (String parameter : List.of(
                "server_version\0" + "18.0",
                "server_encoding\0UTF8",
                "client_encoding\0UTF8",
                "DateStyle\0ISO, MDY",
                "TimeZone\0UTC",
                "integer_datetimes\0on",
                "standard_conforming_strings\0on")) {
            send('S', text(parameter));
        }
        send('K', 0, 0, 0, 1, 0, 0, 0, 1);
        ready();
        output.flush();
    }

    private void ready() throws IOException {
        send('Z', 'I');
    }

    private void send(char type, int... body) throws IOException {
        byte[] bytes = new byte[body.length];
        for (int index = 0; index < body.length; index++) {
            bytes[index] = (byte) body[index];
        }
        send(type, bytes);
    }

    private void send(char type, byte[] body) throws IOException {
        DataOutputStream message = new DataOutputStream(output);
        message.writeByte(type);
        message.writeInt(Integer.BYTES + body.length);
        message.write(body);
    }

    /** Reads a length, which counts itself, and what follows. */
    private byte[] body() throws IOException {
        int length = input.readInt() - Integer.BYTES;
        if (length < 0 || length > LONGEST) {
            throw new IOException("not PostgreSQL's protocol: a message of " + length + " bytes");
        }
        return input.readNBytes(length);
    }

    private static int number(byte[] body) throws IOException {
        if (body.length < Integer.BYTES) {
            throw new IOException("not PostgreSQL's protocol: a startup message without a version");
        }
        return java.nio.ByteBuffer.wrap(body).getInt();
    }

    private static String string(byte[] body, int start) {
        int end = start;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        return new String(body, start, end - start, StandardCharsets.UTF_8);
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
