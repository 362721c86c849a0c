package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
    /** A foreign exception that cannot say what is wrong. */
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final boolean deep;

        Mute(boolean deep) {
            this.deep = deep;
        }

        @Override
        public String getMessage() {
            if (deep) {
                throw new StackOverflowError("deep");
            }
            throw new IllegalStateException("no message");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_an_exception_whose_message_cannot_be_read_has_its_class_name(boolean deep) {
        assertThat(Failure.of(FailureKind.AGENT_ERROR, new Mute(deep)))
                .isEqualTo(new Failure(FailureKind.AGENT_ERROR, Mute.class.getName(), "Mute", false));
    }

    @Test
    void of_an_exception_has_its_message_or_its_class_name() {
        assertThat(Failure.of(FailureKind.AGENT_ERROR, new IllegalStateException("no"))
                        .message())
                .isEqualTo("no");
        assertThat(Failure.of(FailureKind.AGENT_ERROR, new IllegalStateException())
                        .message())
                .isEqualTo("IllegalStateException");
    }
}
