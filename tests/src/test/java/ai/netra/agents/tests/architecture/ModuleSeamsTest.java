package ai.netra.agents.tests.architecture;

import static ai.netra.agents.tests.architecture.LibraryClasses.ANTHROPIC;
import static ai.netra.agents.tests.architecture.LibraryClasses.API;
import static ai.netra.agents.tests.architecture.LibraryClasses.CAFFEINE;
import static ai.netra.agents.tests.architecture.LibraryClasses.CORE;
import static ai.netra.agents.tests.architecture.LibraryClasses.HTTP;
import static ai.netra.agents.tests.architecture.LibraryClasses.HTTP_TOOLS;
import static ai.netra.agents.tests.architecture.LibraryClasses.JDBC;
import static ai.netra.agents.tests.architecture.LibraryClasses.LANGCHAIN4J;
import static ai.netra.agents.tests.architecture.LibraryClasses.MCP;
import static ai.netra.agents.tests.architecture.LibraryClasses.OPENAI;
import static ai.netra.agents.tests.architecture.LibraryClasses.REDIS;
import static ai.netra.agents.tests.architecture.LibraryClasses.SUITE;
import static ai.netra.agents.tests.architecture.LibraryClasses.TESTKIT;
import static ai.netra.agents.tests.architecture.LibraryClasses.TOOLS;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each module may depend on, and what it shows to others. */
class ModuleSeamsTest {
    private static final List<String> EVERYWHERE = List.of("java", "org.jspecify");

    /** Checks that a module depends on these packages and modules, and on nothing else. */
    private static void assertDependsOnlyOn(String module, List<String> packages, String... modules) {
        Set<String> allowed = new TreeSet<>(packages);
        allowed.addAll(EVERYWHERE);
        Set<String> own = Stream.concat(Stream.of(module), Stream.of(modules)).collect(Collectors.toSet());
        DescribedPredicate<JavaClass> ours = describe(
                "are in the modules " + own,
                target -> isOurs(target) && own.contains(LibraryClasses.module(target.getBaseComponentType())));
        DescribedPredicate<JavaClass> theirs = describe(
                "are in " + allowed,
                target -> target.getBaseComponentType().isPrimitive()
                        || allowed.stream()
                                .anyMatch(name ->
                                        (target.getBaseComponentType().getPackageName() + ".").startsWith(name + ".")
                                                && !isOurs(target)));
        classes().should().onlyDependOnClassesThat(ours.or(theirs)).check(LibraryClasses.of(module));
    }

    private static boolean isOurs(JavaClass target) {
        return target.getBaseComponentType().getPackageName().startsWith("ai.netra.agents");
    }

    @Test
    void every_module_was_found() {
        assertThat(LibraryClasses.packages()).containsOnlyKeys(LibraryClasses.MODULES);
        assertThat(LibraryClasses.descriptors()).containsOnlyKeys(LibraryClasses.MODULES);
    }

    @Test
    void the_api_depends_on_nothing() {
        assertDependsOnlyOn(API, List.of());
    }

    @Test
    void tools_depend_on_the_api_and_its_libraries_for_json() {
        assertDependsOnlyOn(
                TOOLS,
                List.of(
                        "tools.jackson",
                        "com.fasterxml.jackson.annotation",
                        "org.slf4j",
                        "com.networknt.schema",
                        "com.github.victools.jsonschema",
                        "com.fasterxml.classmate"),
                API);
    }

    @Test
    void core_depends_on_the_api_tools_and_a_log_and_on_no_json_library() {
        assertDependsOnlyOn(CORE, List.of("org.slf4j", "javax.crypto"), API, TOOLS);
    }

    @Test
    void the_suite_depends_on_core_and_statistics() {
        assertDependsOnlyOn(SUITE, List.of("org.apache.commons.statistics", "javax.sql"), API, TOOLS, CORE);
    }

    @Test
    void the_testkit_depends_on_core_and_test_libraries() {
        assertDependsOnlyOn(
                TESTKIT, List.of("org.junit.jupiter.api", "org.assertj.core", "org.opentest4j"), API, TOOLS, CORE);
    }

    @Test
    void an_integration_depends_on_core_and_the_client_of_its_system() {
        assertDependsOnlyOn(CAFFEINE, List.of("com.github.benmanes.caffeine"), API, CORE);
        assertDependsOnlyOn(JDBC, List.of("javax.sql"), API);
        assertDependsOnlyOn(REDIS, List.of("redis.clients.jedis"), API, TOOLS);
        assertDependsOnlyOn(HTTP, List.of("javax.net.ssl"), API, TOOLS);
        assertDependsOnlyOn(HTTP_TOOLS, List.of("javax.net.ssl", "org.apache.hc"), API, TOOLS);
        assertDependsOnlyOn(OPENAI, List.of(), API, TOOLS, HTTP);
        assertDependsOnlyOn(ANTHROPIC, List.of(), API, TOOLS, HTTP);
        assertDependsOnlyOn(LANGCHAIN4J, List.of("dev.langchain4j", "java.net.http"), API, TOOLS, CORE, HTTP);
        assertDependsOnlyOn(
                MCP,
                List.of("io.modelcontextprotocol", "reactor", "tools.jackson", "org.slf4j", "jakarta.servlet"),
                API,
                TOOLS,
                CORE);
    }

    @Test
    void no_class_uses_the_internal_package_of_another_module() {
        List<String> leaks = LibraryClasses.all().stream()
                .flatMap(user -> user.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> isOurs(dependency.getTargetClass()) && isInternal(dependency.getTargetClass()))
                .filter(dependency -> !LibraryClasses.module(dependency.getOriginClass())
                        .equals(LibraryClasses.module(
                                dependency.getTargetClass().getBaseComponentType())))
                .map(Object::toString)
                .toList();

        assertThat(leaks).isEmpty();
    }

    @Test
    void no_public_signature_exposes_an_internal_type() {
        List<String> leaks = new ArrayList<>();
        LibraryClasses.all().stream().filter(ModuleSeamsTest::isExposed).forEach(type -> {
            Stream<JavaClass> supertypes =
                    Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
            supertypes
                    .filter(ModuleSeamsTest::isInternal)
                    .forEach(leak -> leaks.add(type.getName() + " extends " + leak.getName()));
            Stream<JavaCodeUnit> codeUnits =
                    type.getCodeUnits().stream().filter(unit -> isExposed(unit.getModifiers()));
            codeUnits.forEach(unit -> unit.getAllInvolvedRawTypes().stream()
                    .filter(ModuleSeamsTest::isInternal)
                    .forEach(leak -> leaks.add(unit.getFullName() + " exposes " + leak.getName())));
            Stream<JavaField> fields = type.getFields().stream().filter(field -> isExposed(field.getModifiers()));
            fields.filter(field -> isInternal(field.getRawType())).forEach(field -> leaks.add(field.getFullName()));
        });

        assertThat(leaks).isEmpty();
    }

    private static boolean isInternal(JavaClass type) {
        return isOurs(type) && (type.getBaseComponentType().getPackageName() + ".").contains(".internal.");
    }

    private static boolean isExposed(JavaClass type) {
        return !isInternal(type)
                && isExposed(type.getModifiers())
                && type.getEnclosingClass().map(ModuleSeamsTest::isExposed).orElse(true);
    }

    private static boolean isExposed(Set<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    @Test
    void modules_export_every_package_but_internal_ones() {
        Map<String, Set<String>> exported = new HashMap<>();
        LibraryClasses.descriptors()
                .forEach((module, descriptor) -> exported.put(
                        module,
                        descriptor.exports().stream()
                                .filter(export -> !export.isQualified())
                                .map(ModuleDescriptor.Exports::source)
                                .collect(Collectors.toCollection(TreeSet::new))));
        Map<String, Set<String>> expected = LibraryClasses.packages();
        expected.values().forEach(packages -> packages.removeIf(name -> (name + ".").contains(".internal.")));

        assertThat(exported).isEqualTo(expected);
    }

    @Test
    void no_package_is_in_two_modules() {
        Map<String, String> modules = new HashMap<>();
        LibraryClasses.packages()
                .forEach((module, packages) -> packages.forEach(name -> {
                    String other = modules.put(name, module);
                    assertThat(other)
                            .as("other module of package %s than %s", name, module)
                            .isNull();
                }));
    }
}
