package dev.pipette.settings;

import dev.pipette.text.Secrets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in <code>${NAME}</code> and <code>${NAME:-default}</code> from the environment, then from {@code .env}. As in a
 * shell, a variable that is empty counts as not set where there is a default. <code>$${</code> is <code>${</code>
 * itself. A variable of {@code .env} may refer to others, never to itself.
 */
final class Variables {
    /** Far more than a setting has; variables that double each other would fill the memory. */
    private static final int LONGEST = 100_000;

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\\})?");

    private final List<Layer> layers;

    Variables(List<Layer> layers) {
        this.layers = layers.stream().filter(Layer::holdsVariables).toList();
    }

    /**
     * A text that is filled in.
     *
     * @param text the text
     * @param shown the text with three stars in place of secrets that were filled in
     * @param referred whether something of it came from a variable
     * @param problem why it could not be filled in, after the name of its setting
     */
    record Filled(String text, String shown, boolean referred, Optional<String> problem) {
        @Override
        public String toString() {
            return shown;
        }
    }

    Filled fill(Raw raw) {
        return fill(raw, new LinkedHashSet<>());
    }

    private Filled fill(Raw raw, Set<String> open) {
        if (!raw.expands() || !raw.text().contains("${")) {
            return new Filled(raw.text(), raw.text(), false, Optional.empty());
        }
        StringBuilder text = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        boolean referred = false;
        Matcher reference = REFERENCE.matcher(raw.text());
        int done = 0;
        while (reference.find()) {
            String literal = raw.text().substring(done, reference.start());
            done = reference.end();
            String name = reference.group(1);
            text.append(literal);
            shown.append(literal);
            if (name == null) {
                boolean escaped = reference.group().startsWith("$$");
                if (!escaped) {
                    return failed("holds a ${ that names no variable; write $${ for the two characters");
                }
                text.append("${");
                shown.append("${");
                continue;
            }
            Filled variable = variable(name, open);
            boolean usesDefault = variable.text().isEmpty() && reference.group(2) != null;
            if (variable.problem().isPresent() && !usesDefault) {
                return variable;
            }
            text.append(usesDefault ? reference.group(3) : variable.text());
            shown.append(usesDefault ? reference.group(3) : variable.shown());
            referred |= !usesDefault;
            if (text.length() > LONGEST) {
                return failed("is longer than 100,000 characters once its variables are filled in");
            }
        }
        String rest = raw.text().substring(done);
        return new Filled(text + rest, shown + rest, referred, Optional.empty());
    }

    private Filled variable(String name, Set<String> open) {
        if (!open.add(name)) {
            return failed("needs the variable " + name + ", which refers to itself");
        }
        try {
            for (Layer layer : layers) {
                Optional<Raw> value =
                        layer.value(name).filter(raw -> !raw.text().isEmpty());
                if (value.isPresent()) {
                    Filled filled = fill(value.get(), open);
                    boolean hidden = layer.kind() == Layer.Kind.DOT_ENV || Secrets.isSecretName(name);
                    return new Filled(
                            filled.text(), Masking.shown(name, filled.shown(), hidden), true, filled.problem());
                }
            }
            return failed("needs the variable " + name + ", which is not set");
        } finally {
            open.remove(name);
        }
    }

    private static Filled failed(String problem) {
        return new Filled("", "", false, Optional.of(problem));
    }
}
