package dev.pipette.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The arguments with which Pipette runs in another JVM as it does in this one. */
final class OtherJvm {
    /** DuckDB is a native library; what libraries say about themselves is of no use to anybody here. */
    static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.jooq.no-logo=true",
            "-Dorg.jooq.no-tips=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.log.org.jooq.impl.DefaultExecuteContext.logVersionSupport=error");

    /** What the launcher or its user chose for the memory and for a fast start: collector, compiler, cache of classes. */
    private static final List<String> CHOICES = List.of(
            "-Xmx",
            "-Xms",
            "-XX:MaxRAMPercentage=",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=",
            "-XX:AOTCache=",
            "-XX:SharedArchiveFile=",
            "-Xlog:aot",
            "-Xlog:disable");

    /** More options, one a line: for a JVM whose own are not good for another one, as that of tests is. */
    static final String MORE = "pipette.jvm.options";

    private OtherJvm() {}

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The usual options, and those of this JVM that are good for another one with the same class path. */
    static List<String> options() {
        List<String> options = new ArrayList<>(OPTIONS);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> CHOICES.stream().anyMatch(argument::startsWith))
                .forEach(options::add);
        System.getProperty(MORE, "").lines().forEach(options::add);
        return options;
    }
}
