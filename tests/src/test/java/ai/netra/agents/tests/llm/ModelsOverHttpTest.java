package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.openai.OpenAiClient;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import ai.netra.agents.testkit.HttpFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine with clients of models over HTTP: what it does to a call reaches the provider. */
@Timeout(60)
final class ModelsOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AgentKey<String> ANSWER = AgentKey.of("answer", String.class);

    @Test
    void a_call_that_failed_is_made_again_by_the_policy_and_not_by_the_client() throws InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("at last"))) {
            server.next(HttpFault.status(500, "text/plain", "oops"));
            server.next(HttpFault.status(429, "application/json", "{}").header("retry-after-ms", "20"));
            SequentialOrchestrator<String> flow = flow();
            try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                    .llm(client(server))
                    .register(flow)
                    .build()) {
                assertThat(runtime.run(flow, RunRequest.of("hello")).orThrow()).isEqualTo("at last");
            }

            assertThat(server.calls()).hasSize(3);
        }
    }

    private static SequentialOrchestrator<String> flow() {
        Agent<String> agent = Agent.of(
                ANSWER,
                (input, context) -> context.llm().stream(LlmRequest.of(input.message()), piece -> {})
                        .text());
        return SequentialOrchestrator.of(AgentKey.of("flow", String.class))
                .endingIn(agent.with(policy ->
                        policy.retry(RetryPolicy.defaults().delay(Duration.ofMillis(1), Duration.ofMillis(2)))));
    }

    private static LlmClient client(FakeLlmServer server) {
        return OpenAiClient.builder("any").baseUrl(server.uri() + "/v1").build();
    }

    @Test
    void a_run_that_is_cancelled_closes_the_connection() throws InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder().build())) {
            server.next(HttpFault.silence());
            SequentialOrchestrator<String> flow = flow();
            try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                    .llm(client(server))
                    .register(flow)
                    .build()) {
                RunHandle<String> run = runtime.start(flow, RunRequest.of("hello"));
                assertThat(server.awaitCall(PATIENCE)).isTrue();

                run.cancel("enough");

                assertThat(server.awaitHangUp(PATIENCE)).isTrue();
                assertThat(run.result().status()).isEqualTo(RunStatus.CANCELLED);
            }
        }
    }

    @Test
    void a_call_that_takes_longer_than_it_may_closes_the_connection() throws InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder().build())) {
            for (int attempt = 0; attempt < 3; attempt++) {
                server.next(HttpFault.silence());
            }
            SequentialOrchestrator<String> flow = flow();
            try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                    .llm(client(server))
                    .limits(Limits.defaults().llmCallTime(Duration.ofMillis(300)))
                    .register(flow)
                    .build()) {
                OrchestrationResult<String> result = runtime.run(flow, RunRequest.of("hello"));

                assertThat(result.success()).isFalse();
                assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            }
        }
    }
}
