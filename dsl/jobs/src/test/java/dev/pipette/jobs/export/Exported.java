package dev.pipette.jobs.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** Reads exported files as their schedulers do, up to the words that they start a process with. */
final class Exported {
    private Exported() {}

    static String text(Export export, int file) {
        return export.files().get(file).text();
    }

    static Object yaml(Export export, Object... path) {
        Object at = new Yaml().load(text(export, 0));
        for (Object key : path) {
            at = key instanceof Integer index ? ((List<?>) at).get(index) : ((Map<?, ?>) at).get(key);
            Objects.requireNonNull(at, () -> "nothing at " + key + " of " + List.of(path));
        }
        return at;
    }

    static List<String> words(Exporter exporter, Export export) {
        return switch (exporter) {
            case SYSTEMD -> systemd(text(export, 0));
            case CRON -> List.of("/bin/sh", "-c", cron(text(export, 0)));
            case KUBERNETES -> kubernetes(export);
            case GITHUB_ACTIONS ->
                List.of(
                        "/bin/sh",
                        "-ec",
                        filledIn((String) yaml(export, "jobs", "run", "steps", 1, "run"), "${{ '${{' }}", "${{"));
            case KESTRA -> List.of("/bin/sh", "-ec", kestra(export));
            case AIRFLOW -> throw new IllegalArgumentException("Airflow has Python");
        };
    }

    /** Unquotes the words of ExecStart, then the specifiers and variables. */
    private static List<String> systemd(String unit) {
        String line = unit.lines()
                .filter(text -> text.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow()
                .substring("ExecStart=".length());
        List<String> words = new ArrayList<>();
        for (int at = 0; at < line.length(); at++) {
            StringBuilder word = new StringBuilder();
            boolean quoted = line.charAt(at) == '"';
            at += quoted ? 1 : 0;
            while (at < line.length() && line.charAt(at) != (quoted ? '"' : ' ')) {
                at = quoted && line.charAt(at) == '\\' ? escape(line, at + 1, word) : plain(line, at, word);
            }
            at += quoted ? 1 : 0;
            words.add(word.toString().replace("%%", "%").replace("$$", "$"));
        }
        return words;
    }

    private static int plain(String line, int at, StringBuilder word) {
        word.append(line.charAt(at));
        return at + 1;
    }

    private static int escape(String line, int at, StringBuilder word) {
        switch (line.charAt(at)) {
            case 'n' -> word.append('\n');
            case 't' -> word.append('\t');
            case 'r' -> word.append('\r');
            case 'U' -> {
                word.appendCodePoint(Integer.parseInt(line.substring(at + 1, at + 9), 16));
                return at + 9;
            }
            default -> word.append(line.charAt(at));
        }
        return at + 1;
    }

    /** As the source of cron has it: a backslash protects a percent sign and goes; before any other character it stays. */
    private static String cron(String crontab) {
        String line = crontab.lines().toList().getLast();
        String command = line.split(" ", 6)[5];
        StringBuilder read = new StringBuilder();
        boolean escaped = false;
        for (char character : command.toCharArray()) {
            if (character == '%' && !escaped) {
                throw new AssertionError("cron reads a line break in: " + command);
            }
            if (character == '%') {
                read.setLength(read.length() - 1);
            }
            read.append(character);
            escaped = !escaped && character == '\\';
        }
        return read.toString();
    }

    private static List<String> kubernetes(Export export) {
        List<String> words = new ArrayList<>();
        for (String part : List.of("command", "args")) {
            List<?> all =
                    (List<?>) yaml(export, "spec", "jobTemplate", "spec", "template", "spec", "containers", 0, part);
            all.forEach(word -> words.add(((String) word).replace("$$", "$")));
        }
        return words;
    }

    private static String kestra(Export export) {
        String script = (String) yaml(export, "tasks", 0, "commands", 0);
        String time = " | date(\"yyyy-MM-dd'T'HH:mm:ssXXX\", timeZone=\"UTC\") }}";
        String dated = script.replace("{{ trigger.previous" + time, "2025-12-24T11:15:00Z")
                .replace("{{ trigger.date" + time, "2025-12-24T12:15:00Z");
        return filledIn(dated, "{{ \"{\" }}", "{");
    }

    /** Fills in an expression that means the begin of an expression; there must be no other one. */
    private static String filledIn(String template, String expression, String begin) {
        String rest = template.replace(expression, " "); // what is before and behind it is not one text
        if (rest.contains(begin)) {
            throw new AssertionError("an expression is left in: " + template);
        }
        return template.replace(expression, begin);
    }
}
