package dev.pipette.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Calls of every command, found by the command's own model: a new command, action or option is among them without being
 * written down here.
 *
 * @param words what to put in the place of any argument; the first ones name inputs
 * @param inputs how many of the words name inputs
 * @param name of a pipeline that is there
 * @param object of it, a resource
 * @param destinations what to put behind {@code --into}; the first one takes loads, and the second one refuses them
 * @param always options and their values for the commands that have them
 */
record CommandCalls(
        List<Supplier<String>> words,
        int inputs,
        String name,
        String object,
        List<Supplier<String>> destinations,
        List<List<String>> always) {
    private static final String INTO = "--into";

    /** The ways to ask for a stack trace and for a document. */
    private static final List<List<String>> MODES =
            List.of(List.of(), List.of("--debug"), List.of("--json"), List.of("--debug", "--json"));

    /** All commands below one. */
    static List<CommandSpec> below(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .distinct()
                .flatMap(one -> Stream.concat(Stream.of(one), below(one).stream()))
                .toList();
    }

    /** The same word for each argument, and each action, with each destination. */
    List<List<String>> withEachWord(Collection<CommandSpec> commands) {
        return commands.stream()
                .flatMap(command -> withEachWord(command).stream())
                .distinct() // where nothing takes a word
                .toList();
    }

    /** Each option with some of the words, or with each of its constants. */
    List<List<String>> withEachOption(Collection<CommandSpec> commands) {
        return commands.stream()
                .flatMap(command -> withEachOption(command).stream())
                .toList();
    }

    private List<List<String>> withEachWord(CommandSpec command) {
        List<List<String>> calls = new ArrayList<>();
        boolean loads = command.findOption(INTO) != null;
        List<List<String>> modes = modes(command);
        for (int at = 0; at < (loads ? destinations.size() : 1); at++) {
            List<String> into = loads ? into(at) : List.of();
            for (Supplier<String> word : at == 0 ? words : words.subList(0, inputs)) {
                for (List<String> mode : List.of(modes.getFirst(), modes.getLast())) {
                    calls.add(call(command, word, usualAction(command), into, mode));
                }
            }
        }
        for (String action : actions(command)) {
            for (List<String> mode : modes) {
                calls.add(call(command, () -> name, action, List.of(), mode));
            }
            calls.add(call(command, () -> name, action, loads ? into(1) : List.of(), List.of("--json")));
            List<String> call = call(command, () -> name, action, List.of(), List.of("--debug"));
            List<String> ofObject = new ArrayList<>(call);
            ofObject.add(object);
            calls.add(ofObject);
            calls.add(call.subList(0, call.lastIndexOf(action) + 1));
        }
        return calls;
    }

    private List<List<String>> withEachOption(CommandSpec command) {
        List<List<String>> calls = new ArrayList<>();
        boolean loads = command.findOption(INTO) != null;
        for (OptionSpec option : command.options()) {
            if (option.usageHelp() || option.versionHelp()) {
                continue;
            }
            boolean into = option.longestName().equals(INTO);
            for (String value : values(option)) {
                List<String> given = new ArrayList<>(loads && !into ? into(1) : List.of());
                given.add(option.longestName() + (value.isEmpty() ? "" : "=" + value));
                calls.add(call(command, words.getFirst(), constants(command).getLast(), given, List.of("--debug")));
            }
        }
        return calls;
    }

    /** Three words are enough, and a folder is a file, so that nothing is made there. */
    private List<String> values(OptionSpec option) {
        if (option.arity().max() == 0) {
            return List.of("");
        }
        if (option.type() == Path.class) {
            return List.of(words.getFirst().get());
        }
        List<String> constants = constants(option);
        return constants.isEmpty()
                ? words.subList(inputs, inputs + 3).stream().map(Supplier::get).toList()
                : constants;
    }

    private List<String> call(
            CommandSpec command, Supplier<String> word, String constant, List<String> given, List<String> mode) {
        List<String> call = new ArrayList<>();
        for (CommandSpec at = command; at.parent() != null; at = at.parent()) {
            call.addFirst(at.name());
        }
        call.addAll(given);
        mode.stream().filter(option -> command.findOption(option) != null).forEach(call::add);
        always.stream()
                .filter(option -> command.findOption(option.getFirst()) != null)
                .filter(option -> given.stream().noneMatch(one -> one.startsWith(option.getFirst() + "=")))
                .forEach(call::addAll);
        // options come first: what is behind a program's file is for the program
        List<PositionalParamSpec> parameters = command.positionalParameters();
        for (PositionalParamSpec parameter : parameters) {
            int index = parameter.index().min();
            boolean ofAction = index < 2 && hasAction(parameters);
            if (index == 0 || ofAction || parameter.arity().min() > 0) {
                call.add(constants(parameter).isEmpty() ? word.get() : constant);
            }
        }
        return call;
    }

    private List<String> into(int at) {
        return List.of(INTO, destinations.get(at).get());
    }

    private static List<List<String>> modes(CommandSpec command) {
        Set<List<String>> modes = new LinkedHashSet<>();
        MODES.forEach(mode -> modes.add(mode.stream()
                .filter(option -> command.findOption(option) != null)
                .toList()));
        return List.copyOf(modes);
    }

    private static boolean hasAction(List<PositionalParamSpec> parameters) {
        return parameters.stream().anyMatch(parameter -> !constants(parameter).isEmpty());
    }

    /** Not the first, which is the one that is done without being named. */
    private static String usualAction(CommandSpec command) {
        List<String> actions = constants(command);
        return actions.get(Math.min(1, actions.size() - 1));
    }

    private static List<String> actions(CommandSpec command) {
        return hasAction(command.positionalParameters()) ? constants(command) : List.of();
    }

    /** The actions of a command; of one without, nothing that is used. */
    private static List<String> constants(CommandSpec command) {
        return command.positionalParameters().stream()
                .map(CommandCalls::constants)
                .filter(constants -> !constants.isEmpty())
                .findFirst()
                .orElse(List.of(""));
    }

    private static List<String> constants(ArgSpec argument) {
        Object[] constants = argument.type().getEnumConstants();
        return constants == null
                ? List.of()
                : Stream.of(constants).map(Object::toString).toList();
    }
}
