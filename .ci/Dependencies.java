import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks what the command ships with, as its SBOM (CycloneDX, XML) has it, and fails the build otherwise: each jar has the
 * SHA-256 that is in {@code dependencies.sha256} of a folder, and one of the licences in its {@code licenses.txt}. A line there with a
 * group behind the licence allows it for that group only: JLine's pom says "The BSD License" with the address of BSD-3-Clause, of
 * which CycloneDX makes BSD-4-Clause. The Bouncy Castle Licence is the text of MIT under another name.
 *
 * <pre>
 * java .ci/Dependencies.java jshell/target/bom.xml .ci            checks
 * java .ci/Dependencies.java jshell/target/bom.xml .ci --update   writes dependencies.sha256; look at what changed
 * </pre>
 */
final class Dependencies {
    private static final String OWN_GROUP = "dev.pipette";

    /** A jar of the SBOM. */
    private record Jar(String coordinates, String sha256, Set<String> licenses) {
        String group() {
            return coordinates.substring(0, coordinates.indexOf(':'));
        }
    }

    public static void main(String[] arguments) throws Exception {
        boolean update = arguments.length == 3 && arguments[2].equals("--update");
        if (arguments.length != 2 && !update) {
            System.err.println("usage: java .ci/Dependencies.java BOM.xml FOLDER [--update]");
            System.exit(2);
        }
        Path folder = Path.of(arguments[1]);
        Path known = folder.resolve("dependencies.sha256");
        List<Jar> jars = jars(new File(arguments[0]));
        if (update) {
            Files.write(known, jars.stream().map(jar -> jar.sha256() + "  " + jar.coordinates()).toList());
            System.out.println(known + ": " + jars.size() + " jars");
            return;
        }
        List<String> problems = new ArrayList<>(checksums(jars, known));
        problems.addAll(licenses(jars, folder.resolve("licenses.txt")));
        if (!problems.isEmpty()) {
            problems.forEach(problem -> System.err.println("dependencies: " + problem));
            System.err.println("dependencies: " + problems.size() + " problems in what the command ships with;"
                    + " CONTRIBUTING.md says what to do");
            System.exit(1);
        }
        System.out.println("dependencies: " + jars.size() + " jars have the checksums and licences that they should");
    }

    private static List<String> checksums(List<Jar> jars, Path known) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(known)) {
            expected.put(line.substring(line.indexOf("  ") + 2), line.substring(0, line.indexOf("  ")));
        }
        List<String> problems = new ArrayList<>();
        for (Jar jar : jars) {
            String sum = expected.remove(jar.coordinates());
            if (sum == null) {
                problems.add(jar.coordinates() + " is not in " + known.getFileName());
            } else if (!sum.equals(jar.sha256())) {
                problems.add(jar.coordinates() + " has the SHA-256 " + jar.sha256() + " and should have " + sum);
            }
        }
        expected.keySet().forEach(gone -> problems.add(gone + " is in " + known.getFileName() + " and is not shipped"));
        return problems;
    }

    private static List<String> licenses(List<Jar> jars, Path allowed) throws IOException {
        Set<String> names = new TreeSet<>(Files.readAllLines(allowed));
        return jars.stream()
                .filter(jar -> jar.licenses().stream()
                        .noneMatch(name -> names.contains(name) || names.contains(name + " " + jar.group())))
                .map(jar -> jar.coordinates() + " has "
                        + (jar.licenses().isEmpty() ? "no licence" : "the licence " + String.join(" or ", jar.licenses()))
                        + ", which " + allowed.getFileName() + " does not allow")
                .toList();
    }

    private static List<Jar> jars(File bom) throws Exception {
        Element root = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(bom)
                .getDocumentElement();
        Map<String, Jar> jars = new TreeMap<>();
        for (Element component : children(child(root, "components"), "component")) {
            if (!text(component, "group").equals(OWN_GROUP)) {
                Jar jar = jar(component);
                jars.put(jar.coordinates(), jar);
            }
        }
        return List.copyOf(jars.values());
    }

    private static Jar jar(Element component) {
        String sha256 = "";
        for (Element hash : children(child(component, "hashes"), "hash")) {
            sha256 = hash.getAttribute("alg").equals("SHA-256") ? hash.getTextContent() : sha256;
        }
        Set<String> licenses = new TreeSet<>();
        Element found = child(component, "licenses");
        for (Element license : children(found, "license")) {
            licenses.add(text(license, "id") + text(license, "name"));
        }
        children(found, "expression").forEach(expression -> licenses.add(expression.getTextContent()));
        String purl = text(component, "purl");
        String classifier = purl.contains("classifier=") ? ":" + purl.replaceAll(".*classifier=([^&]*).*", "$1") : "";
        return new Jar(
                text(component, "group") + ":" + text(component, "name") + ":" + text(component, "version") + classifier,
                sha256,
                licenses);
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? "" : found.getTextContent().strip();
    }

    private static Element child(Element parent, String name) {
        return children(parent, name).stream().findFirst().orElse(null);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getNodeName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
