package dev.pipette.settings;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Fills a record from a section: components are keys, records inside are sections inside. */
final class SectionReader {
    private final Settings settings;
    private final SettingProblems problems;
    private final List<String> hidden = new ArrayList<>();

    SectionReader(Settings settings, SettingProblems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** The record; empty when something is missing or wrong, which the problems then hold. */
    <R extends Record> Optional<R> read(String section, Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        boolean complete = true;
        for (int at = 0; at < components.length; at++) {
            String key = (section.isEmpty() ? "" : section + ".") + snakeCase(components[at].getName());
            Optional<Object> value = component(key, components[at]);
            complete &= value.isPresent();
            if (value.isPresent()) {
                values[at] = value.get();
            }
        }
        return complete ? made(section, type, values) : Optional.empty();
    }

    private Optional<Object> component(String key, RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isRecord()) {
            return read(key, type.asSubclass(Record.class)).map(Object.class::cast);
        }
        settings.hidden(key).ifPresent(hidden::add);
        boolean optional = type == Optional.class;
        Class<?> wanted = optional ? content(component) : type;
        if (!SettingTypes.isKnown(wanted)) {
            throw unknown(component);
        }
        return optional
                ? Optional.of(settings.look(key, wanted, problems))
                : settings.need(key, wanted, problems).map(Object.class::cast);
    }

    private static Class<?> content(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType optional
                && optional.getActualTypeArguments()[0] instanceof Class<?> type) {
            return type;
        }
        throw unknown(component);
    }

    private static PipetteException unknown(RecordComponent component) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                component.getDeclaringRecord().getSimpleName() + "." + component.getName() + " is a "
                        + component.getGenericType().getTypeName() + ", and a setting is a " + SettingTypes.KNOWN
                        + ", an Optional of one, or a record of them.");
    }

    private <R extends Record> Optional<R> made(String section, Class<R> type, Object[] values) {
        Class<?>[] types = java.util.Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values));
        } catch (InvocationTargetException refused) {
            problems.refused(section, type.getSimpleName(), reason(refused));
            return Optional.empty();
        } catch (ReflectiveOperationException impossible) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the record " + type.getName() + " cannot be made from here: " + impossible.getMessage(),
                    impossible);
        }
    }

    /** A record may repeat what it was given; what must not be shown is left out. */
    private String reason(InvocationTargetException refused) {
        Throwable cause = refused.getCause();
        String reason = cause == null ? "it failed" : String.valueOf(cause.getMessage());
        for (String text : hidden) {
            reason = reason.replace(text, Masking.HIDDEN);
        }
        String shown = Masking.shown(reason);
        return shown.endsWith(".") ? shown : shown + ".";
    }

    /** {@code transactionPooler} as {@code transaction_pooler}. */
    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
