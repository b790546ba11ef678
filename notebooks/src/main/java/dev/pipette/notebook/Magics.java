package dev.pipette.notebook;

import dev.pipette.cli.Libraries;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.notebook.Cell.Magic;
import dev.pipette.text.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.jspecify.annotations.Nullable;

/** What lines that begin with {@code %} do. */
final class Magics {
    private static final String ADD = "add";
    private static final String JARS = "jars";
    private static final String TRACE = "trace";
    private static final String SQL = "sql";

    private Magics() {}

    static void register(NotebookKernel kernel) {
        LineMagic<@Nullable Object, NotebookKernel> jars = Magics::jars;
        LineMagic<@Nullable Object, NotebookKernel> add = Magics::add;
        LineMagic<@Nullable Object, NotebookKernel> trace = (notebook, words) -> trace(notebook);
        CellMagic<@Nullable Object, NotebookKernel> sql = SqlCell::run;
        kernel.getMagicsRegistry()
                .registerLineMagic(ADD, add)
                .registerLineMagic(JARS, jars)
                .registerLineMagic("classpath", jars)
                .registerLineMagic(TRACE, trace)
                .registerCellMagic(SQL, sql);
    }

    /** Runs a magic of one line. */
    static @Nullable Object line(NotebookKernel kernel, Magic magic) throws Exception {
        Set<String> known = kernel.getMagicsRegistry().getLineMagicNames();
        if (!known.contains(magic.name())) {
            throw unknown("%", magic.name(), known);
        }
        return kernel.getMagicsRegistry().evalLineMagic(kernel, magic.name(), magic.arguments());
    }

    /** Runs a magic of a whole cell. */
    static @Nullable Object cell(NotebookKernel kernel, Magic magic, String text) throws Exception {
        Set<String> known = kernel.getMagicsRegistry().getCellMagicNames();
        if (!known.contains(magic.name())) {
            throw unknown("%%", magic.name(), known);
        }
        return kernel.getMagicsRegistry().evalCellMagic(kernel, magic.name(), magic.arguments(), text);
    }

    private static PipetteException unknown(String mark, String name, Set<String> known) {
        List<String> names = List.copyOf(new TreeSet<>(known));
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "there is no magic " + mark + name + "." + NearestName.question(name, names) + " There are: " + mark
                        + String.join(", " + mark, names) + ".");
    }

    /** The names of magics, where one is being written. */
    static Optional<ReplacementOptions> complete(NotebookKernel kernel, String code, int cursor) {
        String before = code.substring(0, code.offsetByCodePoints(0, cursor));
        int begin = before.lastIndexOf('\n') + 1;
        String word = before.substring(begin);
        if (!word.matches("%%?\\w*")) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        kernel.getMagicsRegistry().getLineMagicNames().forEach(name -> words.add("%" + name));
        kernel.getMagicsRegistry().getCellMagicNames().forEach(name -> words.add("%%" + name));
        words.removeIf(name -> !name.startsWith(word));
        words.sort(null);
        return Optional.of(new ReplacementOptions(words, begin, before.length()));
    }

    /** {@code %jars FILE..}: adds jars and folders of classes to the class path of the cells. */
    private static @Nullable Object jars(NotebookKernel kernel, List<String> words) {
        if (words.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "%jars needs files: a jar, a folder of classes, or FOLDER/*.jar.");
        }
        kernel.session().addToClassPath(Libraries.files(words));
        return null;
    }

    /** {@code %add GROUP:ARTIFACT:VERSION..}: adds libraries of Maven repositories, and all that they need. */
    private static @Nullable Object add(NotebookKernel kernel, List<String> words) {
        if (words.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "%add needs libraries: GROUP:ARTIFACT:VERSION, for example org.apache.commons:commons-csv:1.14.1");
        }
        List<Path> found = Libraries.resolved(words, System.out::println);
        kernel.session().addToClassPath(found);
        return null;
    }

    /** {@code %trace}: the stack trace of the last error. */
    private static Object trace(NotebookKernel kernel) {
        return new DisplayData(kernel.lastFailure().map(CellFailure::trace).orElse("no cell has failed yet"));
    }
}
