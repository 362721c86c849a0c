package ai.netra.agents.suite.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.RequestGuard;
import ai.netra.agents.RequestGuard.Verdict;
import ai.netra.agents.RunRequest;
import org.junit.jupiter.api.Test;

final class RequestGuardsTest {
    private final RequestGuard length = new RequestLength();
    private final RequestGuard structure = new RequestStructure();

    @Test
    void refuses_two_characters_and_names_the_length_and_the_fix() throws Exception {
        assertThat(reason(length, "hi")).contains("2 characters", "at least 3");
    }

    @Test
    void allows_three_and_ten_thousand_characters() throws Exception {
        assertThat(length.check(RunRequest.of("why"))).isEqualTo(RequestGuard.allowed());
        assertThat(length.check(RunRequest.of("a".repeat(10_000)))).isEqualTo(RequestGuard.allowed());
    }

    @Test
    void refuses_ten_thousand_and_one_characters() throws Exception {
        assertThat(reason(length, "a".repeat(10_001))).contains("10,001 characters", "at most 10,000");
    }

    @Test
    void counts_code_points_and_not_chars() throws Exception {
        assertThat(length.check(RunRequest.of("\uD83D\uDE80".repeat(10_000)))).isEqualTo(RequestGuard.allowed());
        assertThat(length.check(RunRequest.of("\uD83D\uDE80\uD83D\uDE80"))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void refuses_what_has_nothing_to_read() throws Exception {
        assertThat(reason(structure, " \t\n\u200B ")).contains("no letters or digits");
        assertThat(reason(structure, "?!...")).contains("no letters or digits");
    }

    @Test
    void refuses_control_characters_and_lone_surrogates() throws Exception {
        assertThat(reason(structure, "cost\u0000")).contains("control characters");
        assertThat(reason(structure, "cost \uD83D alone")).contains("lone surrogate");
    }

    @Test
    void allows_text_of_any_language_with_line_ends() throws Exception {
        assertThat(structure.check(RunRequest.of("\u964D\u4F4E\u6210\u672C\r\n\tbitte")))
                .isEqualTo(RequestGuard.allowed());
    }

    private static String reason(RequestGuard guard, String message) throws Exception {
        assertThat(guard.check(RunRequest.of(message))).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) guard.check(RunRequest.of(message))).reason();
    }
}
