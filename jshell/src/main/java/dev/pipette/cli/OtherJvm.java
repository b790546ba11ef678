package dev.pipette.cli;

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

    private OtherJvm() {}

    static String classPath() {
        return System.getProperty("java.class.path");
    }
}
