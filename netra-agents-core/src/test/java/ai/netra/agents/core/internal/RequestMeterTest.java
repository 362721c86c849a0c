package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.llm.TokenEstimate;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RequestMeterTest {
    private static final ToolSpec SAY = ToolSpec.of("say", "Says a word.", new JsonSchema("{\"type\":\"object\"}"));
    private static final ToolSpec SING = ToolSpec.of("sing", "Sings a word.", new JsonSchema("{\"type\":\"object\"}"));

    private static String hash(LlmRequest request) {
        return new RequestMeter().of(request).hash();
    }

    @Provide
    Arbitrary<List<LlmRequest>> requests() {
        Arbitrary<List<LlmMessage>> messages = Combinators.combine(
                        Arbitraries.of(LlmRole.class),
                        Arbitraries.<LlmPart>of(
                                        new LlmPart.Text("a"),
                                        new LlmPart.Text("ab"),
                                        new LlmPart.Image("image/png", "AAAA"),
                                        new LlmPart.ToolUse("1", "say", "{}"),
                                        new LlmPart.ToolAnswer("1", "{}", LlmPart.ToolAnswer.Status.OK),
                                        new LlmPart.Opaque("a", "{}"),
                                        new LlmPart.Opaque("b", "{}"))
                                .list()
                                .ofMaxSize(2))
                .as(LlmMessage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
        Arbitrary<List<ToolSpec>> tools = Arbitraries.of(List.of(), List.of(SAY), List.of(SAY, SING));
        return Combinators.combine(messages, tools, Arbitraries.of("", "{}"))
                .as(RequestMeterTest::request)
                .list()
                .ofMaxSize(6);
    }

    private static LlmRequest request(List<LlmMessage> messages, List<ToolSpec> tools, String schema) {
        LlmRequest.Builder builder = LlmRequest.builder();
        messages.forEach(builder::message);
        tools.forEach(builder::tool);
        return schema.isEmpty()
                ? builder.build()
                : builder.responseSchema(new JsonSchema(schema)).build();
    }

    @Property
    void the_measure_of_a_request_is_the_same_whatever_was_measured_before(
            @ForAll("requests") List<LlmRequest> requests) {
        RequestMeter meter = new RequestMeter();
        for (LlmRequest request : requests) {
            assertThat(meter.of(request)).isEqualTo(new RequestMeter().of(request));
        }
    }

    @Property
    void requests_have_the_same_hash_where_they_are_equal_and_only_there(
            @ForAll("requests") List<LlmRequest> requests) {
        for (LlmRequest one : requests) {
            for (LlmRequest other : requests) {
                assertThat(hash(one).equals(hash(other))).isEqualTo(one.equals(other));
            }
        }
    }

    @Property
    void the_tokens_are_those_of_the_whole_request(@ForAll("requests") List<LlmRequest> requests) {
        for (LlmRequest request : requests) {
            assertThat(new RequestMeter().of(request).tokens()).isEqualTo(TokenEstimate.of(request));
        }
    }

    @Test
    void the_hash_depends_on_every_field() {
        Stream<LlmRequest> requests = Stream.of(
                LlmRequest.of("a"),
                LlmRequest.builder().user("a").model("m").build(),
                LlmRequest.builder().user("a").temperature(0.5).build(),
                LlmRequest.builder().user("a").topP(0.5).build(),
                LlmRequest.builder().user("a").maxOutputTokens(5).build(),
                LlmRequest.builder().user("a").stop("m").build(),
                LlmRequest.builder().user("a").metadata("m", "").build(),
                LlmRequest.builder().user("a").metadata("", "m").build(),
                LlmRequest.builder().user("a").tool(SAY).build(),
                LlmRequest.builder().user("a").responseSchema(SAY.arguments()).build());

        assertThat(requests.map(RequestMeterTest::hash))
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    @Test
    void the_hash_does_not_change_between_versions_and_machines() {
        assertThat(hash(LlmRequest.builder()
                        .system("Be brief.")
                        .user("héllo")
                        .tool(SAY)
                        .model("m")
                        .metadata("b", "2")
                        .metadata("a", "1")
                        .build()))
                .isEqualTo("ed919c12d92c81460bd31e03a3701564342100f00ad1e0adf4fb624ad3cb19b8");
    }
}
