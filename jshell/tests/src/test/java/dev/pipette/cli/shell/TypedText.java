package dev.pipette.cli.shell;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;

/** Lines that arrive one after the other, each only when the one before was taken, as from somebody who types. */
final class TypedText extends Reader {
    private final StringReader text;

    TypedText(String text) {
        this.text = new StringReader(text);
    }

    @Override
    public int read(char[] characters, int offset, int length) throws IOException {
        int at = 0;
        while (at < length) {
            int next = text.read();
            if (next < 0) {
                return at == 0 ? -1 : at;
            }
            characters[offset + at++] = (char) next;
            if (next == '\n') {
                return at;
            }
        }
        return at;
    }

    @Override
    public boolean ready() {
        return false;
    }

    @Override
    public void close() {}
}
