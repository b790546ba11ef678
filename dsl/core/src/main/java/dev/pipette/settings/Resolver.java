package dev.pipette.settings;

import dev.pipette.settings.Explanation.Outcome;
import dev.pipette.settings.Explanation.Place;
import dev.pipette.settings.Layer.Kind;
import dev.pipette.settings.Variables.Filled;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Walks through the places in their order: the first that has a value wins. */
final class Resolver {
    /** What dlt's templates write where a person is to write something. */
    private static final String PLACEHOLDER = "<configure me>";

    /** Variables of the environment that are certainly meant as settings. */
    private static final List<String> OWN_VARIABLES = List.of("PIPETTE__", "DESTINATION__");

    private final List<Layer> layers;
    private final Variables variables;
    private final Shown shown;

    /** Which values of {@code .env} and of files of secrets are shown. */
    private interface Shown {
        boolean isHidden(Kind place, String key, String name);
    }

    Resolver(List<Layer> layers) {
        this(layers, (place, key, name) -> place == Kind.SECRETS_FILE);
        this.layers.forEach(layer -> LayerSecrets.remember(layer, variables));
    }

    private Resolver(List<Layer> layers, Shown shown) {
        this.layers = List.copyOf(layers);
        this.variables = new Variables(layers);
        this.shown = shown;
    }

    /**
     * The same places, to be listed: everything from {@code .env} and files of secrets is hidden.
     *
     * @param publicKeys but these, which are declared to be no secrets
     */
    Resolver listing(Set<String> publicKeys) {
        return new Resolver(
                layers,
                (place, key, name) -> (place == Kind.SECRETS_FILE || place == Kind.DOT_ENV)
                        && !publicKeys.contains(key)
                        && !publicKeys.contains(name));
    }

    /** The same places, with one value more in one of them. */
    Resolver with(Kind kind, String key, Raw value) {
        return new Resolver(layers.stream()
                .map(layer -> layer.kind() == kind ? layer.with(key, value) : layer)
                .toList());
    }

    /** A name in a place, for one spelling of a key. */
    private record Lookup(Layer layer, Spelling spelling, String name) {
        int line() {
            return layer.value(name).map(Raw::line).orElse(0);
        }

        String origin() {
            return layer.origin(spelling, name, line());
        }
    }

    /**
     * What a lookup gave.
     *
     * @param text the value
     * @param shown the value as it may be shown; of a wrong one, what is wrong
     * @param exposed whether it is written out in a file that is not a file of secrets
     * @param referred whether something of it came from a variable
     */
    private record Finding(Outcome outcome, String text, String shown, boolean exposed, boolean referred) {
        static Finding of(Outcome outcome) {
            return new Finding(outcome, "", "", false, false);
        }

        static Finding wrong(String reason) {
            return new Finding(Outcome.WRONG, "", reason, false, false);
        }
    }

    /**
     * The value that counts, or why there is none.
     *
     * @param text the value
     * @param shown the value as it may be shown
     * @param origin where it, or what is wrong with it, was found
     * @param problem what is wrong with it
     * @param exposed whether it is written out in a file that is not a file of secrets
     * @param passedOver what was found and counts as nothing
     * @param isHere whether it was found in a file of the current folder
     * @param isWhollyHere whether all of it is there, and nothing of it came from a variable
     */
    record Resolution(
            Optional<String> text,
            String shown,
            String origin,
            Optional<String> problem,
            boolean exposed,
            List<String> passedOver,
            boolean isHere,
            boolean isWhollyHere) {
        @Override
        public String toString() {
            return shown + " from " + origin;
        }
    }

    Resolution resolve(String key) {
        List<String> passedOver = new ArrayList<>();
        for (Step step : steps(key)) {
            Lookup lookup = step.lookup();
            Finding finding = step.finding();
            switch (finding.outcome()) {
                case NOT_SET, NO_FILE, OVERRIDDEN -> {}
                case EMPTY -> passedOver.add("empty: " + lookup.origin());
                case PLACEHOLDER -> passedOver.add("the placeholder " + PLACEHOLDER + ": " + lookup.origin());
                case WRONG -> {
                    return new Resolution(
                            Optional.empty(),
                            finding.shown(),
                            lookup.origin(),
                            Optional.of(finding.shown()),
                            false,
                            passedOver,
                            false,
                            false);
                }
                case USED -> {
                    return new Resolution(
                            Optional.of(finding.text()),
                            finding.shown(),
                            lookup.origin(),
                            Optional.empty(),
                            finding.exposed(),
                            passedOver,
                            lookup.layer().isHere(),
                            lookup.layer().isHere() && !finding.referred());
                }
            }
        }
        return new Resolution(Optional.empty(), "", "", Optional.empty(), false, passedOver, false, false);
    }

    /** A lookup and what it gave. */
    private record Step(Lookup lookup, Finding finding) {}

    /**
     * All lookups in their order. The parts of an address belong together: once a place has one, those of later places
     * are overridden whole, or the password of one database would be sent to the host of another.
     */
    private List<Step> steps(String key) {
        List<Step> steps = new ArrayList<>();
        boolean hasAddress = false;
        for (Lookup lookup : lookups(key)) {
            Finding finding = finding(key, lookup);
            boolean isAddress = lookup.spelling().part().isPresent()
                    && lookup.layer().value(lookup.name()).isPresent()
                    && finding.outcome() != Outcome.EMPTY
                    && finding.outcome() != Outcome.PLACEHOLDER;
            steps.add(new Step(lookup, isAddress && hasAddress ? Finding.of(Outcome.OVERRIDDEN) : finding));
            hasAddress |= isAddress;
        }
        return steps;
    }

    private List<Lookup> lookups(String key) {
        List<Lookup> lookups = new ArrayList<>();
        for (Layer layer : layers) {
            for (Spelling spelling : Spelling.of(key)) {
                layer.names(spelling).forEach(name -> lookups.add(new Lookup(layer, spelling, name)));
            }
        }
        return lookups;
    }

    private Finding finding(String key, Lookup lookup) {
        Optional<Raw> raw = lookup.layer().value(lookup.name());
        if (raw.isEmpty()) {
            return Finding.of(lookup.layer().exists() ? Outcome.NOT_SET : Outcome.NO_FILE);
        }
        if (raw.get().isList()) {
            return Finding.wrong("is a list, and one value is wanted");
        }
        Filled filled = variables.fill(raw.get());
        if (filled.problem().isPresent()) {
            return Finding.wrong(filled.problem().get());
        }
        if (filled.text().isBlank()) {
            return Finding.of(Outcome.EMPTY);
        }
        if (filled.text().strip().toLowerCase(Locale.ROOT).equals(PLACEHOLDER)) {
            return Finding.of(Outcome.PLACEHOLDER);
        }
        boolean hidden = raw.get().isSecret() || shown.isHidden(lookup.layer().kind(), key, lookup.name());
        boolean exposed = lookup.layer().kind() == Kind.SETTINGS_FILE && !filled.referred();
        if (lookup.spelling().part().isPresent()) {
            return part(key, lookup, filled, hidden, exposed);
        }
        boolean mayBeSecret = hidden || Masking.readsAsSecret(lookup.spelling().key());
        return new Finding(
                Outcome.USED,
                filled.text(),
                Masking.shown(key, filled.shown(), mayBeSecret),
                exposed,
                filled.referred());
    }

    private static Finding part(String key, Lookup lookup, Filled filled, boolean hidden, boolean exposed) {
        Spelling spelling = lookup.spelling();
        String text = filled.text();
        String address = spelling.mayBeFile() && !text.contains(":/") && !ConnectionAddress.isMeantAsAddress(text)
                ? "duckdb:" + text
                : text;
        Optional<ConnectionAddress> parsed = ConnectionAddress.parse(address);
        if (parsed.isEmpty()) {
            return Finding.wrong("cannot be taken from an address that is none: write"
                    + " postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with @ : / ? % in the password"
                    + " percent-encoded, or duckdb:FILE");
        }
        return parsed.get()
                .part(spelling.part().orElseThrow())
                .map(value ->
                        new Finding(Outcome.USED, value, Masking.shown(key, value, hidden), exposed, filled.referred()))
                .orElse(Finding.of(Outcome.NOT_SET));
    }

    /** All places, and which of them won. */
    Explanation explain(String key) {
        List<Place> places = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        Resolution found = resolve(key);
        boolean decided = false;
        for (Step step : steps(key)) {
            Lookup lookup = step.lookup();
            Finding finding = step.finding();
            if (isWorthTelling(places, lookup, finding)) {
                places.add(place(lookup, finding, decided));
            }
            if (finding.outcome() == Outcome.USED && finding.exposed() && Masking.readsAsSecret(key)) {
                notes.add("a secret is in " + lookup.layer().title() + ", which is kept with the code. Move it to "
                        + SettingsFiles.SECRETS + ".");
            }
            if (finding.outcome() != Outcome.NOT_SET) {
                notes.addAll(lookup.layer().notes());
            }
            decided |= finding.outcome() == Outcome.USED || finding.outcome() == Outcome.WRONG;
        }
        List<String> below =
                keys().stream().filter(name -> name.startsWith(key + ".")).toList();
        if (!below.isEmpty()) {
            notes.add(key + " is a section; it holds " + String.join(", ", below) + ".");
        } else if (!decided) {
            notes.add(SettingProblems.howToSet(key, Masking.readsAsSecret(key)));
        }
        return new Explanation(
                key,
                found.text().map(text -> found.shown()),
                Optional.of(found.origin()).filter(origin -> !origin.isEmpty()),
                places,
                List.copyOf(notes));
    }

    /** A missing file is reported once, and other spellings of arguments and defaults only where they are used. */
    private static boolean isWorthTelling(List<Place> places, Lookup lookup, Finding finding) {
        String where = lookup.layer().title();
        return switch (finding.outcome()) {
            case NO_FILE -> places.isEmpty() || !places.getLast().where().equals(where);
            case NOT_SET ->
                lookup.layer().isFile()
                        || lookup.layer().holdsVariables()
                        || (!lookup.spelling().isForeign()
                                && lookup.spelling().part().isEmpty());
            case USED, OVERRIDDEN, EMPTY, PLACEHOLDER, WRONG -> true;
        };
    }

    private static Place place(Lookup lookup, Finding finding, boolean decided) {
        boolean overridden = decided && finding.outcome() == Outcome.USED;
        boolean missing = finding.outcome() == Outcome.NO_FILE;
        return new Place(
                lookup.layer().title(),
                missing ? "" : lookup.spelling().shown(lookup.name()),
                overridden ? Outcome.OVERRIDDEN : finding.outcome(),
                Optional.of(finding.shown()).filter(shown -> !shown.isEmpty()),
                Optional.of(lookup.line()).filter(line -> line > 0));
    }

    SettingsOverview overview() {
        return new SettingsOverview(keys().stream()
                .map(this::setting)
                .filter(setting -> !setting.value().isEmpty()) // a variable in the style of a key, and none
                .toList());
    }

    private SettingsOverview.Setting setting(String key) {
        Resolution found = resolve(key);
        boolean set = found.text().isPresent() || found.problem().isPresent();
        return new SettingsOverview.Setting(
                key, set ? found.shown() : String.join("; ", found.passedOver()), found.origin());
    }

    /** The keys that are set: all of the files, and of the environment those that are certainly meant. */
    private Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (Layer layer : layers) {
            for (String name : layer.names()) {
                boolean meant = layer.kind() != Kind.ENVIRONMENT
                        || OWN_VARIABLES.stream().anyMatch(name::startsWith);
                if (meant) {
                    keys.add(layer.holdsVariables() ? key(name) : name);
                }
            }
        }
        return keys;
    }

    private static String key(String variable) {
        String name = variable.startsWith("PIPETTE__") ? variable.substring("PIPETTE__".length()) : variable;
        return name.contains("__") || !name.equals(variable)
                ? name.replace("__", ".").toLowerCase(Locale.ROOT)
                : name;
    }
}
