package dev.pipette.settings;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters that a program was started with, which it reads as values of its types.
 *
 * <pre>{@code
 * Parameters given = new Parameters(Map.of("days", "7"));
 * given.value("days", int.class);    // Optional[7]
 * given.value("hours", int.class);   // Optional.empty
 * }</pre>
 *
 * @param texts by name
 */
public record Parameters(Map<String, String> texts) {
    private static final String KNOWN = SettingTypes.known("");

    /** Keeps a copy. */
    public Parameters {
        texts = Map.copyOf(texts);
    }

    /**
     * The value of a parameter.
     *
     * @throws PipetteException BAD_USAGE when the text is not a value of the type, or no parameter can have the type
     */
    public <T> Optional<T> value(String name, Class<T> type) {
        checkName(name);
        checkType(name, type);
        String text = texts.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            @SuppressWarnings("unchecked")
            Class<T> boxed = (Class<T>) SettingTypes.boxed(type);
            return Optional.of(boxed.cast(SettingTypes.value(text, type)));
        } catch (SettingTypes.Unfit unfit) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "parameter " + name + ": " + (Secrets.isSecretName(name) ? "its value" : "'" + text + "'") + " "
                            + unfit.reason() + ". Give it a value of type " + shown(type) + ": --param " + name
                            + "=VALUE",
                    unfit);
        }
    }

    /**
     * The type of a parameter with this default.
     *
     * @throws PipetteException BAD_USAGE when no parameter can have the type
     */
    public static <T> Class<T> typeOf(String name, T value) {
        Class<?> type = switch (value) {
            case Enum<?> constant -> constant.getDeclaringClass();
            case Path _ -> Path.class;
            case ZoneId _ -> ZoneId.class;
            default -> value.getClass();
        };
        checkType(name, type);
        @SuppressWarnings("unchecked")
        Class<T> known = (Class<T>) type;
        return known;
    }

    /** The error for a parameter that has no value and needs one. */
    public static PipetteException missing(String name, Class<?> type) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "parameter " + name + " has no value, and no default. Give it a value of type " + shown(type)
                        + ": --param " + name + "=VALUE");
    }

    /** As people write the type of a variable. */
    private static String shown(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType().getSimpleName();
    }

    private static void checkName(String name) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + name + "' is not the name of a parameter: use letters, digits, '_' and '-', beginning with a"
                            + " letter.");
        }
    }

    private static void checkType(String name, Class<?> type) {
        if (type == Secret.class) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "parameter " + name
                            + " is a Secret, and every user of the machine can see the words of a command. Read"
                            + " it from the settings: Settings.load().secret(\"" + name + "\")");
        }
        if (!SettingTypes.isKnown(type)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "parameter " + name + " cannot be a " + type.getSimpleName() + ". Types are " + KNOWN + ".");
        }
    }
}
