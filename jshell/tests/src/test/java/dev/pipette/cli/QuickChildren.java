package dev.pipette.cli;

import dev.pipette.testing.child.ChildJava;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets the processes that the command starts itself start as quickly as those of {@link ChildJava}, while a class of tests runs. */
public final class QuickChildren implements BeforeAllCallback, AfterAllCallback {
    private static final String CLASS_PATH = "java.class.path";

    private String classPath = "";

    /** For JUnit. */
    public QuickChildren() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        classPath = System.getProperty(CLASS_PATH);
        String light = ChildJava.classPath();
        System.setProperty(OtherJvm.MORE, String.join("\n", ChildJava.options()));
        System.setProperty(CLASS_PATH, light);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.clearProperty(OtherJvm.MORE);
        System.setProperty(CLASS_PATH, classPath);
    }
}
