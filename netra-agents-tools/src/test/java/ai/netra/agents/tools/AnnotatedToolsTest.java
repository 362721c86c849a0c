package ai.netra.agents.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.AgentTool;
import ai.netra.agents.tool.Argument;
import ai.netra.agents.tool.Description;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import ai.netra.agents.tools.json.JsonText;
import ai.netra.agents.tools.json.SchemaCheck;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnusedMethod") // tools are called by what makes them
class AnnotatedToolsTest {
    private static final JsonCodec CODEC = JsonCodec.standard();

    enum Unit {
        CELSIUS,
        KELVIN
    }

    record Place(@Description("in English") String city, Optional<String> country) {}

    record Pair(Place left, Place right) {}

    private record Call(UserId user) implements ToolContext {
        @Override
        public String agent() {
            return "a";
        }

        @Override
        public ThreadId thread() {
            return ThreadId.of("t");
        }

        @Override
        public RunId run() {
            return RunId.of("r");
        }

        @Override
        public AgentClock clock() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }

        @Override
        public Cancellation cancellation() {
            return () -> false;
        }

        @Override
        public String idempotencyKey() {
            return "key";
        }
    }

    private static Tool only(Object object) {
        List<Tool> tools = AnnotatedTools.of(object);
        assertThat(tools).hasSize(1);
        return tools.getFirst();
    }

    /** Arguments as the dispatcher hands them on: checked, by the schema and by the tool. */
    private static ToolResult call(Tool tool, String json) throws Exception {
        SchemaCheck check = JsonSchemaValidator.of(tool.spec().arguments()).check(json);
        assertThat(check.problems()).isEmpty();
        ToolArguments arguments = new ToolArguments() {
            @Override
            public <T> T as(Class<T> type) {
                return CODEC.decode(check.json(), type);
            }

            @Override
            public String text() {
                return check.json();
            }
        };
        assertThat(tool.validate(arguments)).isEmpty();
        return tool.execute(arguments, new Call(UserId.of("ann")));
    }

    private static Object value(Tool tool, String json) throws Exception {
        return call(tool, json).value().orElseThrow();
    }

    private static boolean fits(Tool tool, String json) {
        return JsonSchemaValidator.of(tool.spec().arguments()).check(json).fits();
    }

    static final class Everything {
        @AgentTool(
                value = "Takes everything",
                effect = ToolEffect.READ,
                timeout = "PT5S",
                approval = "PT1H",
                approver = "bob")
        String takeEverything(
                @Argument("text") @Description("any words") String text,
                @Argument("count") int count,
                ToolContext context,
                @Argument("unit") Unit unit,
                @Argument("place") Place place,
                @Argument("places") List<Place> places,
                @Argument("by_name") Map<String, Integer> byName,
                @Argument("maybe") Optional<LocalDate> maybe,
                @Argument("number") OptionalInt number,
                @Argument("note") @Nullable String note,
                @Argument(value = "scale", byDefault = "kelvin") Unit scale,
                @Argument(value = "limit", byDefault = "10") int limit,
                @Argument(value = "tags", byDefault = "[\"a\",\"b\"]") List<String> tags) {
            return String.join(
                    "|",
                    text,
                    "" + count,
                    context.user().value(),
                    "" + unit,
                    place.city(),
                    "" + places.size(),
                    "" + byName,
                    "" + maybe,
                    "" + number,
                    "" + note,
                    "" + scale,
                    "" + limit,
                    "" + tags);
        }
    }

    private static final String LEAST = """
        {"text":"hi","count":2,"unit":"celsius","place":{"city":"Rome"},"places":[],"by_name":{}\
        """;

    @Test
    void a_method_has_its_name_and_what_its_annotation_says() {
        var spec = only(new Everything()).spec();

        assertThat(spec.name()).isEqualTo("take_everything");
        assertThat(spec.description()).isEqualTo("Takes everything");
        assertThat(spec.effect()).isEqualTo(ToolEffect.READ);
        assertThat(spec.timeout()).contains(Duration.ofSeconds(5));
        assertThat(spec.approval())
                .contains(ToolApproval.validFor(Duration.ofHours(1)).by(UserId.of("bob")));
    }

    @Test
    void arguments_left_out_are_empty_null_or_their_default() throws Exception {
        assertThat(value(only(new Everything()), LEAST + "}"))
                .isEqualTo("hi|2|ann|CELSIUS|Rome|0|{}|Optional.empty|OptionalInt.empty|null|KELVIN|10|[a, b]");
    }

    @Test
    void arguments_given_are_read_as_their_types() throws Exception {
        assertThat(value(only(new Everything()), """
            {"text":"hi","count":2,"unit":"kelvin","place":{"city":"Rome","country":"it"},"places":[{"city":"Oslo"}],"by_name":{"x":1},
             "maybe":"2026-01-02","number":3,"note":"n","scale":"celsius","limit":1,"tags":[]}\
            """))
                .isEqualTo("hi|2|ann|KELVIN|Rome|1|{x=1}|Optional[2026-01-02]|OptionalInt[3]|n|CELSIUS|1|[]");
    }

    @Test
    void nulls_of_models_count_as_left_out_where_that_is_allowed() throws Exception {
        Tool tool = only(new Everything());

        assertThat(value(tool, LEAST + ",\"maybe\":null,\"note\":null,\"limit\":null}"))
                .asString()
                .contains("Optional.empty", "|null|", "|10|");
        assertThat(fits(tool, LEAST.replace("\"hi\"", "null") + "}")).isFalse();
    }

    @Test
    void the_schema_says_what_is_required_described_and_preset_and_nothing_of_the_context() {
        Tool tool = only(new Everything());
        @SuppressWarnings("unchecked")
        Map<String, Object> schema = (Map<String, Object>)
                CODEC.plain(new JsonText(tool.spec().arguments().text())).orElseThrow();
        @SuppressWarnings("unchecked")
        Map<String, Map<String, Object>> properties = (Map<String, Map<String, Object>>) schema.get("properties");

        assertThat(properties.keySet())
                .containsExactly(
                        "text", "count", "unit", "place", "places", "by_name", "maybe", "number", "note", "scale",
                        "limit", "tags");
        assertThat(schema.get("required")).isEqualTo(List.of("text", "count", "unit", "place", "places", "by_name"));
        assertThat(schema).containsEntry("type", "object").containsEntry("additionalProperties", false);
        assertThat(properties.get("text")).containsEntry("description", "any words");
        assertThat(properties.get("unit")).containsEntry("enum", List.of("celsius", "kelvin"));
        assertThat(properties.get("scale")).containsEntry("default", "kelvin");
        assertThat(properties.get("limit")).containsEntry("default", 10L);
        assertThat(properties.get("tags")).containsEntry("default", List.of("a", "b"));
        assertThat(properties.get("maybe")).containsEntry("type", "string");
        assertThat(tool.spec().arguments().text()).doesNotContain("context", "user");
    }

    @Test
    void a_type_used_twice_is_defined_once_and_still_checked() {
        Tool tool = only(new Object() {
            @AgentTool("Pairs")
            String pair(@Argument("one") Pair one, @Argument("two") Place two) {
                return one + "" + two;
            }
        });
        String good = "{\"one\":{\"left\":{\"city\":\"a\"},\"right\":{\"city\":\"b\"}},\"two\":{\"city\":\"c\"}}";

        assertThat(tool.spec().arguments().text()).contains("$defs");
        assertThat(fits(tool, good)).isTrue();
        assertThat(fits(tool, good.replace("\"b\"", "1"))).isFalse();
        assertThat(fits(tool, good.replace("\"c\"", "1"))).isFalse();
    }

    @Test
    void arguments_named_as_parts_of_the_context_do_not_touch_it() throws Exception {
        Tool tool = only(new Object() {
            @AgentTool("Who")
            String who(
                    @Argument("context") String context,
                    @Argument("user") String user,
                    @Argument("run") String run,
                    ToolContext real) {
                return context + user + run + "/" + real.user().value()
                        + real.run().value();
            }
        });

        assertThat(value(tool, "{\"context\":\"x\",\"user\":\"root\",\"run\":\"z\"}"))
                .isEqualTo("xrootz/annr");
        assertThat(fits(tool, "{\"context\":\"x\",\"user\":\"y\",\"run\":\"z\",\"real\":{\"user\":\"root\"}}"))
                .isFalse();
    }

    static class Base {
        @AgentTool("Says who it is")
        String who() {
            return "base";
        }
    }

    static final class Derived extends Base {
        @Override
        String who() {
            return "derived";
        }
    }

    interface Named {
        @AgentTool("Its name")
        String name();
    }

    static final class Kinds {
        @AgentTool("Sets")
        void set(@Argument("to") String to) {
            assertThat(to).isEqualTo("x");
        }

        @AgentTool("Of the class")
        static int twice(@Argument("x") int x) {
            return 2 * x;
        }

        @AgentTool("Maybe null")
        @Nullable
        String maybe(@Argument("x") boolean x) {
            return x ? "x" : null;
        }

        @AgentTool("Maybe empty")
        Optional<String> empty() {
            return Optional.empty();
        }

        @AgentTool("Never null")
        String broken() {
            return null;
        }

        @AgentTool("A result of its own")
        ToolResult own() {
            return ToolResult.failure("not today");
        }

        @AgentTool("Several")
        String several(@Argument("all") String... all) {
            return String.join("+", all);
        }
    }

    private static Tool named(String name) {
        return AnnotatedTools.of(new Kinds()).stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_methods_return_is_the_result_whatever_their_kind() throws Exception {
        assertThat(value(named("set"), "{\"to\":\"x\"}")).isEqualTo("done");
        assertThat(value(named("twice"), "{\"x\":4}")).isEqualTo(8);
        assertThat(value(named("maybe"), "{\"x\":true}")).isEqualTo("x");
        assertThat(value(named("maybe"), "{\"x\":false}")).isEqualTo("nothing");
        assertThat(value(named("empty"), "{}")).isEqualTo("nothing");
        assertThat(call(named("broken"), "{}").error().orElseThrow().kind()).isEqualTo(ToolErrorKind.INVALID_RESULT);
        assertThat(call(named("own"), "{}").error().orElseThrow().message()).isEqualTo("not today");
        assertThat(value(named("several"), "{\"all\":[\"a\",\"b\"]}")).isEqualTo("a+b");
    }

    @Test
    void an_override_is_called_whoever_was_annotated() throws Exception {
        assertThat(value(only(new Derived()), "{}")).isEqualTo("derived");
        Named proxy = (Named) java.lang.reflect.Proxy.newProxyInstance(
                Named.class.getClassLoader(), new Class<?>[] {Named.class}, (self, method, arguments) -> "proxied");
        assertThat(value(only(proxy), "{}")).isEqualTo("proxied");
    }

    @Test
    void what_a_method_throws_comes_as_it_is() {
        Tool checked = only(new Object() {
            @AgentTool("Fails")
            String fail() throws IOException {
                throw new IOException("disk");
            }
        });
        Tool error = only(new Object() {
            @AgentTool("Fails")
            String fail() {
                throw new AssertionError("really");
            }
        });

        assertThatThrownBy(() -> call(checked, "{}"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThatThrownBy(() -> call(error, "{}")).isExactlyInstanceOf(AssertionError.class);
    }

    record Even(int value) {
        Even {
            if (value % 2 != 0) {
                throw new InvalidDefinitionException("value is odd; use an even one");
            }
        }
    }

    @Test
    void what_a_records_constructor_refuses_is_an_invalid_argument() {
        Tool tool = only(new Object() {
            @AgentTool("Takes an even number")
            int take(@Argument("even") Even even) {
                return even.value();
            }
        });
        ToolArguments odd = new ToolArguments() {
            @Override
            public <T> T as(Class<T> type) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String text() {
                return "{\"even\":{\"value\":1}}";
            }
        };

        assertThat(tool.validate(odd))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("argument 'even'", "use an even one"));
    }

    private static void assertRefused(Supplier<Object> object, String... words) {
        assertThatThrownBy(() -> AnnotatedTools.of(object.get()))
                .isInstanceOf(InvalidDefinitionException.class)
                .message()
                .contains(words);
    }

    static class Overloaded {
        @AgentTool("One")
        int same(@Argument("x") int x) {
            return x;
        }

        @AgentTool("Two")
        String same(@Argument("x") String x) {
            return x;
        }
    }

    static class Generic<T> {
        @AgentTool("Generic")
        String of(@Argument("x") List<T> x) {
            return "" + x;
        }
    }

    static class Refused {
        static class Private {
            @AgentTool("Private")
            private int secret() {
                return 1;
            }
        }

        static class TypeParameter {
            @AgentTool("Generic")
            <T> String of(@Argument("x") String x) {
                return x;
            }
        }

        static class NoName {
            @AgentTool("No name")
            int of(@Argument("x") int x, int second) {
                return x + second;
            }
        }

        static class NoForm {
            @AgentTool("No form")
            String of(@Argument("x") Runnable x) {
                return "" + x;
            }
        }

        static class WrongDefault {
            @AgentTool("Default")
            int of(@Argument(value = "x", byDefault = "ten") int x) {
                return x;
            }
        }

        static class SameNames {
            @AgentTool("Names")
            int of(@Argument("x") int x, @Argument("x") int y) {
                return x + y;
            }
        }

        static class WrongTimeout {
            @AgentTool(value = "Time", timeout = "5 seconds")
            int of() {
                return 1;
            }
        }

        static class NobodyAsked {
            @AgentTool(value = "Time", approver = "bob")
            int of() {
                return 1;
            }
        }
    }

    @Test
    void what_cannot_be_a_tool_is_refused_with_method_parameter_and_fix() {
        assertRefused(Object::new, "no method annotated with @AgentTool");
        assertRefused(Overloaded::new, "Overloaded.same", "name = ");
        assertRefused(Generic<String>::new, "parameter 1 of method", "List<T>", "give it a type of its own");
        assertRefused(Refused.Private::new, "Private.secret is private");
        assertRefused(Refused.TypeParameter::new, "is generic");
        assertRefused(Refused.NoName::new, "parameter 2 of method", "NoName.of", "@Argument", "-parameters");
        assertRefused(Refused.NoForm::new, "parameter 1 of method", "argument 'x'", "interface");
        assertRefused(Refused.WrongDefault::new, "parameter 1 of method", "default");
        assertRefused(Refused.SameNames::new, "two arguments 'x'");
        assertRefused(Refused.WrongTimeout::new, "5 seconds", "PT30S");
        assertRefused(Refused.NobodyAsked::new, "approver", "nobody");
    }
}
