package ai.netra.agents.tools.json;

import static ai.netra.agents.tools.json.Samples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import ai.netra.agents.TypeRef;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypeVerifierTest {
    sealed interface Untagged {}

    record OnlyCase(int x) implements Untagged {}

    record HasUntagged(List<Untagged> cases) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    @SuppressWarnings("rawtypes")
    record HasRaw(List rows) {}

    record HasObject(Object anything) {}

    record HasPlain(Map<String, Object> extra, List<Object> rows) {}

    record HasInterface(Runnable then) {}

    record HasStream(Stream<String> lines) {}

    record HasSupplier(Supplier<String> later) {}

    record HasThrowable(RuntimeException cause) {}

    record HasOddKeys(Map<OnlyCase, String> byCase) {}

    record Box<T>(T content) {}

    static final class Opaque {
        private final int x;

        Opaque(int x) {
            this.x = x;
        }

        int x() {
            return x;
        }
    }

    record HasOpaque(Opaque opaque) {}

    @Test
    void accepts_what_can_be_read_back() {
        for (Type type : List.<Type>of(
                String.class,
                Integer.class,
                int.class,
                Boolean.class,
                BigDecimal.class,
                Instant.class,
                Samples.Priority.class,
                Samples.Order.class,
                Samples.Payment.class,
                Samples.Tree.class,
                HasPlain.class,
                Shape.class,
                LlmRequest.class,
                LlmResponse.class,
                String[].class,
                new TypeRef<Outcome<List<Samples.Line>>>() {}.type(),
                new TypeRef<Samples.Page<Samples.Payment>>() {}.type(),
                new TypeRef<Map<Samples.Priority, Set<Integer>>>() {}.type(),
                new TypeRef<List<? extends Samples.Payment>>() {}.type())) {
            assertThatCode(() -> CODEC.verify(type)).as(type.getTypeName()).doesNotThrowAnyException();
        }
    }

    @Test
    void refuses_a_sealed_type_without_a_tag() {
        refused(
                HasUntagged.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasUntagged.cases is a"
                    + " ai.netra.agents.tools.json.TypeVerifierTest$Untagged, which is sealed and has no tag, so that"
                    + " its cases cannot be told apart; declare one with JsonCodec.builder().tag(Untagged.class,"
                    + " \"type\", Map.of(…)), or annotate it with @JsonTypeInfo");
        refused(new TypeRef<Outcome<Untagged>>() {}.type(), "ai.netra.agents.Outcome$Degraded.value is a ");
    }

    @Test
    void refuses_a_raw_type() {
        refused(
                HasRaw.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasRaw.rows is a raw List, whose contents would come back"
                        + " as maps and numbers; give its type arguments, such as List<Draft>");
        refused(
                Map.class,
                "java.util.Map is a raw Map, whose contents would come back as maps and numbers; give its type"
                        + " arguments, such as Map<String, Draft>, in a TypeRef");
        refused(Box.class, "ai.netra.agents.tools.json.TypeVerifierTest$Box is a raw Box");
    }

    @Test
    void refuses_an_object_outside_of_a_container() {
        refused(
                HasObject.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasObject.anything is an Object: records in it would come"
                        + " back as maps; declare its type, or use Map<String, Object> for plain JSON");
    }

    @Test
    void refuses_what_cannot_be_constructed() {
        refused(
                HasInterface.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasInterface.then is a java.lang.Runnable, which is an"
                        + " interface, so that it cannot be read back; use a record, or seal it and declare a tag");
        refused(
                HasStream.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasStream.lines is a java.util.stream.Stream, which is an"
                        + " interface");
        refused(
                HasSupplier.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasSupplier.later is a java.util.function.Supplier");
        refused(
                HasThrowable.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasThrowable.cause is a java.lang.RuntimeException, which"
                        + " has no JSON form");
        refused(
                HasOpaque.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasOpaque.opaque is a"
                    + " ai.netra.agents.tools.json.TypeVerifierTest$Opaque, which has no JSON form that could be read"
                    + " back; use a record, a collection, a map or a scalar");
    }

    @Test
    void refuses_map_keys_that_cannot_be_names() {
        refused(
                HasOddKeys.class,
                "ai.netra.agents.tools.json.TypeVerifierTest$HasOddKeys.byCase is a map with keys of"
                        + " ai.netra.agents.tools.json.TypeVerifierTest$OnlyCase, which cannot be names in JSON; use"
                        + " String or an enum");
    }

    @Test
    void refuses_a_tag_that_does_not_fit_its_type() {
        refusedTag(String.class, Map.of(), "tag 'type' of java.lang.String: the type is not sealed; seal it");
        refusedTag(
                Untagged.class,
                Map.of(),
                "has no name for [ai.netra.agents.tools.json.TypeVerifierTest$OnlyCase]; add one for each");
        refusedTag(
                Untagged.class,
                Map.of("a", OnlyCase.class, "b", OnlyCase.class),
                "which is no case of it or is named twice; name each case once");
        refusedTag(Untagged.class, Map.of("a", String.class), "names java.lang.String as 'a', which is no case of it");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> JsonCodec.builder().tag(Untagged.class, "x", Map.of("a", OnlyCase.class)))
                .withMessage(
                        "tag 'x' clashes with the component ai.netra.agents.tools.json.TypeVerifierTest$OnlyCase.x;"
                                + " choose another property");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() ->
                        CODEC.toBuilder().tag(Samples.Deferred.class, "kind", Map.of("invoice", Samples.Invoice.class)))
                .withMessageEndingWith("has the tag 'type' already; declare one tag for the topmost sealed type");
    }

    @Test
    void reads_a_sealed_type_that_jackson_annotates() {
        assertThat(CODEC.decode(CODEC.encode(new Circle(1), Shape.class), Shape.class))
                .isEqualTo(new Circle(1));
    }

    @Test
    void names_the_opens_that_a_module_lacks(@TempDir Path directory) throws Exception {
        ModuleLayer layer = compiled(directory, "module host.app { exports host.app.open; }");
        ClassLoader loader = layer.findLoader("host.app");

        CODEC.verify(loader.loadClass("host.app.open.Shown"));
        assertThat(CODEC.encode(CODEC.decode("{\"x\":1}", loader.loadClass("host.app.open.Shown"))))
                .isEqualTo("{\"x\":1}");
        refused(
                loader.loadClass("host.app.open.Hidden"),
                "host.app.open.Hidden is in package host.app.open, which module host.app does not open to the JSON"
                        + " codec; add to its module-info: opens host.app.open");
        refused(
                loader.loadClass("host.app.closed.Shut"),
                "host.app.closed.Shut is in package host.app.closed, which module host.app does not open");
    }

    @Test
    void accepts_packages_that_are_open(@TempDir Path directory) throws Exception {
        ClassLoader loader = compiled(directory, "module host.app { opens host.app.open; opens host.app.closed; }")
                .findLoader("host.app");

        for (String name : List.of("host.app.open.Hidden", "host.app.closed.Shut")) {
            Class<?> type = loader.loadClass(name);
            CODEC.verify(type);
            assertThat(CODEC.encode(CODEC.decode("{\"x\":1}", (Type) type))).isEqualTo("{\"x\":1}");
        }
    }

    private static ModuleLayer compiled(Path directory, String moduleInfo) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("src"));
        Files.createDirectories(sources.resolve("open"));
        Files.createDirectories(sources.resolve("closed"));
        Files.writeString(sources.resolve("module-info.java"), moduleInfo);
        Files.writeString(sources.resolve("open/Shown.java"), "package host.app.open; public record Shown(int x) {}");
        Files.writeString(sources.resolve("open/Hidden.java"), "package host.app.open; record Hidden(int x) {}");
        Files.writeString(sources.resolve("closed/Shut.java"), "package host.app.closed; public record Shut(int x) {}");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        InputStream.nullInputStream(),
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve("open/Shown.java").toString(),
                        sources.resolve("open/Hidden.java").toString(),
                        sources.resolve("closed/Shut.java").toString());
        assertThat(status).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        return boot.defineModulesWithOneLoader(
                boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("host.app")),
                TypeVerifierTest.class.getClassLoader());
    }

    private static void refused(Type type, String message) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> CODEC.verify(type))
                .withMessageStartingWith(message);
    }

    private static void refusedTag(Class<?> type, Map<String, Class<?>> cases, String message) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> JsonCodec.builder().tag(type, "type", cases))
                .withMessageContaining(message);
    }
}
