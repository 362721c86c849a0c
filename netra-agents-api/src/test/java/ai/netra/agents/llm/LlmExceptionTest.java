package ai.netra.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LlmExceptionTest {
    private static final Duration SOON = Duration.ofSeconds(7);

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(new LlmException.RateLimited("slow down"), true, true, null),
                Arguments.of(new LlmException.RateLimited("slow down", SOON), true, true, SOON),
                Arguments.of(new LlmException.Unavailable("down", new IOException()), true, false, null),
                Arguments.of(LlmException.Unavailable.withRetryAfter("down", SOON), true, false, SOON),
                Arguments.of(LlmException.Unavailable.notSent("kept back"), true, true, null),
                Arguments.of(LlmException.Unavailable.notSent("kept back", SOON), true, true, SOON),
                Arguments.of(LlmException.Unavailable.notSent("no connection", new IOException()), true, true, null),
                Arguments.of(new LlmException.DeadlinePassed("late", new IOException()), true, false, null),
                Arguments.of(new LlmException.InvalidRequest("what?"), false, true, null),
                Arguments.of(new LlmException.ContextTooLong("too much"), false, true, null),
                Arguments.of(new LlmException.Refused("no"), false, false, null),
                Arguments.of(new LlmException.Authentication("who?"), false, true, null));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void says_whether_to_try_again_whether_it_cost_something_and_when_to_come_back(
            LlmException failure, boolean retryable, boolean unspent, Duration retryAfter) {
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure.isUnspent()).isEqualTo(unspent);
        assertThat(failure.retryAfter().orElse(null)).isEqualTo(retryAfter);
    }
}
