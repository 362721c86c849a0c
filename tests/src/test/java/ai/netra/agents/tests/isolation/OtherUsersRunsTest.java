package ai.netra.agents.tests.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.testkit.TestRuntime;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What one user's run is to another user who knows its id: nothing. */
class OtherUsersRunsTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final UserId MALLORY = UserId.of("mallory");
    private static final RunId RUN = RunId.of("r1");

    private final CountDownLatch gate = new CountDownLatch(1);
    private final Agent<String> agent = Agent.of(AgentKey.of("a", String.class), (input, context) -> {
        gate.await();
        return "secret of " + context.user();
    });

    @Test
    void is_not_found_cancelled_or_seen() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            RunHandle<String> handle = runtime.start(
                    agent, RunRequest.of("hello").user("alice").thread("t1").runId("r1"));

            assertThat(runtime.find(MALLORY, RUN)).isEmpty();
            assertThat(runtime.cancel(MALLORY, RUN, "mine now")).isFalse();
            assertThat(runtime.journal(MALLORY, RUN)).isEmpty();
            assertThat(handle.status()).isEqualTo(RunStatus.RUNNING);
            gate.countDown();
            handle.result();
            assertThat(runtime.find(MALLORY, RUN)).isEmpty();
            assertThat(runtime.journal(MALLORY, RUN)).isEmpty();
            assertThat(runtime.find(ALICE, RUN)).isPresent();
        }
    }

    @Test
    void is_not_joined_nor_in_the_way_under_the_same_ids() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            RunRequest request = RunRequest.of("hello").thread("t1").runId("r1");
            RunHandle<String> hers = runtime.start(agent, request.user("alice"));
            RunHandle<String> theirs = runtime.start(agent, request.user("mallory"));
            gate.countDown();

            assertThat(hers.result().orThrow()).isEqualTo("secret of alice");
            assertThat(theirs.result().orThrow()).isEqualTo("secret of mallory");
        }
    }
}
