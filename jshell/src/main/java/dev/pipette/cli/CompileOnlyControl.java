package dev.pipette.cli;

import java.util.Optional;

/** Lets JShell compile snippets, each after the declarations before it, and runs none of them. */
final class CompileOnlyControl implements SnippetControl {
    @Override
    public Optional<Throwable> takeThrown() {
        return Optional.empty();
    }

    @Override
    public void load(ClassBytecodes[] compiled) {}

    @Override
    public void redefine(ClassBytecodes[] compiled) {}

    @Override
    public String invoke(String className, String methodName) {
        return "";
    }

    /** Also the exit code of a script that asks for one. */
    @Override
    public String varValue(String className, String variable) {
        return "0";
    }

    @Override
    public void addToClasspath(String path) {}

    @Override
    public Object extensionCommand(String command, Object argument) {
        return "";
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
}
