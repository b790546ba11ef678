package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.Set;

/** What follows the file of a program, which is for the program. */
final class ProgramArguments {
    /** Options that mean another load when they are taken for arguments. */
    private static final Set<String> OF_RUN =
            Set.of("--into", "--dataset", "--limit", LoadOptions.REFRESH, "--plan", "--param", "--help-script");

    private static final Set<String> FLAGS = Set.of("--plan", "--help-script", "--json");

    private ProgramArguments() {}

    /**
     * The arguments of a program.
     *
     * @param words that follow its file; all of them after a first {@code --}
     * @throws PipetteException BAD_USAGE where one is an option of the command, which would not have its effect
     */
    static List<String> of(String command, String file, List<String> words) {
        if (!words.isEmpty() && words.getFirst().equals("--")) {
            return words.subList(1, words.size());
        }
        for (String word : words) {
            String option = word.replaceFirst("(?s)=.*", "");
            if (OF_RUN.contains(option) || (option.equals("--json") && command.equals("pipette plan"))) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        option + " after " + file + " would be an argument of the program. Write it before the file: "
                                + command + " " + option + (FLAGS.contains(option) ? " " : " .. ") + file
                                + ", or, if the program reads it, write -- before its arguments: " + command + " "
                                + file
                                + " -- ..");
            }
        }
        return words;
    }
}
