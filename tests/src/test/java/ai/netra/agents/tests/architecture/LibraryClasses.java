package ai.netra.agents.tests.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The main classes of the library's modules, and which module each is in. */
final class LibraryClasses {
    static final String API = "api";
    static final String TOOLS = "tools";
    static final String CORE = "core";
    static final String SUITE = "suite";
    static final String TESTKIT = "testkit";
    static final String CAFFEINE = "caffeine";
    static final String JDBC = "jdbc";
    static final String REDIS = "redis";
    static final String HTTP = "http";
    static final String HTTP_TOOLS = "http-tools";
    static final String OPENAI = "openai";
    static final String ANTHROPIC = "anthropic";
    static final String LANGCHAIN4J = "langchain4j";
    static final String MCP = "mcp";
    static final Set<String> MODULES = Set.of(
            API,
            TOOLS,
            CORE,
            SUITE,
            TESTKIT,
            CAFFEINE,
            JDBC,
            REDIS,
            HTTP,
            HTTP_TOOLS,
            OPENAI,
            ANTHROPIC,
            LANGCHAIN4J,
            MCP);

    /** A module's classes are in its build directory, or in its jar. */
    private static final Pattern LOCATION = Pattern.compile(
            "netra-agents-(api|tools|core|suite|testkit|caffeine|jdbc|redis|http-tools|http|openai|anthropic|langchain4j|mcp)(/target/(quick/)?classes/|[^/]*\\.jar!/)");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> location.matches(Pattern.compile(".*" + LOCATION.pattern() + ".*")))
            .importPackages("ai.netra.agents");

    private LibraryClasses() {}

    static JavaClasses all() {
        return CLASSES;
    }

    static JavaClasses of(String... modules) {
        Set<String> wanted = Set.of(modules);
        return CLASSES.that(DescribedPredicate.describe(
                "are in " + wanted, (JavaClass candidate) -> wanted.contains(module(candidate))));
    }

    static String module(JavaClass candidate) {
        Matcher matcher =
                LOCATION.matcher(candidate.getSource().orElseThrow().getUri().toString());
        if (!matcher.find()) {
            throw new AssertionError(candidate.getName() + " is in no module: " + candidate.getSource());
        }
        return matcher.group(1);
    }

    /** The packages of each module. */
    static Map<String, Set<String>> packages() {
        Map<String, Set<String>> packages = new TreeMap<>();
        CLASSES.stream()
                .filter(candidate -> !candidate.getSimpleName().equals("module-info"))
                .forEach(candidate -> packages.computeIfAbsent(module(candidate), module -> new TreeSet<>())
                        .add(candidate.getPackageName()));
        return packages;
    }

    /** The module descriptors, by module. */
    static Map<String, ModuleDescriptor> descriptors() {
        Map<String, ModuleDescriptor> descriptors = new TreeMap<>();
        for (JavaClass candidate : CLASSES) {
            descriptors.computeIfAbsent(module(candidate), module -> descriptor(candidate));
        }
        return descriptors;
    }

    private static ModuleDescriptor descriptor(JavaClass inModule) {
        String own = inModule.getSource().orElseThrow().getUri().toString();
        String file = inModule.getName().replace('.', '/') + ".class";
        URI descriptor = URI.create(own.substring(0, own.length() - file.length()) + "module-info.class");
        try (InputStream bytes = descriptor.toURL().openStream()) {
            return ModuleDescriptor.read(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
