package ai.netra.agents.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.json.EventJson;
import ai.netra.agents.core.json.ResultJson;
import ai.netra.agents.core.redact.PatternRedactor;
import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.spi.Redactor;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves a run other than to who asked for it. */
class RedactedRunsTest {
    private static final String MAIL = "ann@example.org";

    private final Redactor redactor = PatternRedactor.standard();
    private final List<AgentEvent> events = new ArrayList<>();

    private static Agent<String> agent(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            context.emit("thinking of " + MAIL, Attributes.of("about", MAIL));
            List<String> pieces = new ArrayList<>();
            String text = context.llm().stream(LlmRequest.of("Who?"), piece -> pieces.add(piece.text()))
                    .text();
            assertThat(String.join("", pieces)).isEqualTo(text).contains(MAIL);
            if (input.message().contains("fail")) {
                throw new IllegalStateException("no answer to " + MAIL);
            }
            return text;
        });
    }

    private OrchestrationResult<String> ran(String message) {
        Agent<String> agent = agent(AgentKey.of("writer", String.class));
        FakeLlmClient llm = FakeLlmClient.builder()
                .reply(FakeReply.stream("It is ann@exam", "ple.org, I think"))
                .build();
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(llm)
                .register(agent)
                .setup(builder -> builder.redactor(redactor).listener(events::add))
                .build()) {
            return runtime.run(agent, RunRequest.of(message).user("u1"));
        }
    }

    @Test
    void events_have_no_secrets_and_results_have_them() {
        OrchestrationResult<String> result = ran("ask");

        assertThat(result.output()).hasValue("It is ann@example.org, I think");
        assertThat(events)
                .extracting(event -> EventJson.of(event, JsonCodec.standard()))
                .noneMatch(json -> json.contains("ann@") || json.contains("ple.org"));
        assertThat(events)
                .filteredOn(AgentEvent.LlmDeltaReceived.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        AgentEvent.LlmDeltaReceived.class,
                        delta -> assertThat(delta.text()).isEqualTo("It is [email], I think"));
        assertThat(events)
                .filteredOn(AgentEvent.AgentThought.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(AgentEvent.AgentThought.class, thought -> {
                    assertThat(thought.text()).isEqualTo("thinking of [email]");
                    assertThat(thought.details().text("about")).contains("[email]");
                });
    }

    @Test
    void failures_are_whole_for_who_asked_and_redacted_for_who_listens() {
        OrchestrationResult<String> result = ran("fail");

        assertThat(result.error().orElseThrow().message()).contains(MAIL);
        assertThat(events)
                .filteredOn(AgentEvent.RunFailed.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        AgentEvent.RunFailed.class,
                        failed -> assertThat(failed.failure().message())
                                .contains("[email]")
                                .doesNotContain(MAIL));
    }

    @Test
    void an_export_is_redacted_by_who_makes_it() {
        String json = ResultJson.of(ran("ask " + MAIL), JsonCodec.standard());

        assertThat(json).contains(MAIL);
        assertThat(Redaction.of(redactor).json(json))
                .doesNotContain(MAIL)
                .contains("\"result\":\"It is [email], I think\"")
                .contains("\"user_message\":\"ask [email]\"");
    }
}
