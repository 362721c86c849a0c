package ai.netra.agents.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.NetraException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.GuardedCall;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolAuditEvent;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolPolicy;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tool.ToolVerdict;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolGuardTest {
    private static final ToolVerdict ALLOW = ToolVerdict.allow();
    private static final ToolVerdict DENY = ToolVerdict.deny("no");
    private static final ToolVerdict HOUR = ToolVerdict.ask(ToolApproval.validFor(Duration.ofHours(1)), "h");
    private static final ToolVerdict DAY =
            ToolVerdict.ask(ToolApproval.validFor(Duration.ofDays(1)).by(UserId.of("boss")), "d");

    record Pay(int cents) {}

    private static GuardedCall call(String user, String key, int cents, long second) {
        ToolArguments arguments = new ToolArguments() {
            @Override
            public <T> T as(Class<T> type) {
                return JsonCodec.standard().decode(text(), type);
            }

            @Override
            public String text() {
                return "{\"cents\":" + cents + "}";
            }
        };
        return new GuardedCall(
                "a",
                UserId.of(user),
                ThreadId.of("t"),
                RunId.of("r"),
                ToolSpec.of("pay", "Pays", JsonSchema.of("{}")),
                arguments,
                GuardedCall.Taint.CLEAN,
                key,
                Instant.ofEpochSecond(second));
    }

    @Test
    void the_most_restrictive_verdict_holds_in_any_order() {
        for (ToolVerdict one : List.of(ALLOW, HOUR, DAY, DENY)) {
            assertThat(one.and(ALLOW)).isEqualTo(one);
            assertThat(ALLOW.and(one)).isEqualTo(one);
            assertThat(DENY.and(one)).isEqualTo(DENY);
            assertThat(one.and(DENY)).isEqualTo(DENY);
            assertThat(one.and(one)).isEqualTo(one);
        }
        assertThat(((ToolVerdict.Ask) HOUR.and(DAY)).approval())
                .isEqualTo(((ToolVerdict.Ask) DAY.and(HOUR)).approval())
                .isEqualTo(ToolApproval.validFor(Duration.ofHours(1)).by(UserId.of("boss")));
        ToolVerdict other =
                ToolVerdict.ask(ToolApproval.validFor(Duration.ofDays(1)).by(UserId.of("eve")), "e");
        assertThat(DAY.and(other)).isInstanceOf(ToolVerdict.Deny.class);
    }

    @Test
    void rules_read_arguments_as_records() {
        ToolPolicy rules = ToolRules.builder()
                .allowOnly("pay", Pay.class, (pay, call) -> pay.cents() < 1_000, "too much")
                .ask(
                        "pay",
                        call -> call.arguments().as(Pay.class).cents() > 100,
                        ToolApproval.validFor(Duration.ofHours(1)),
                        "much")
                .deny("other", call -> true, "never")
                .build();

        assertThat(rules.decide(call("ann", "1", 5, 0))).isEqualTo(ALLOW);
        assertThat(rules.decide(call("ann", "1", 500, 0))).isInstanceOf(ToolVerdict.Ask.class);
        assertThat(rules.decide(call("ann", "1", 5_000, 0))).isEqualTo(ToolVerdict.deny("too much"));
    }

    @Test
    void a_quota_is_of_one_user_and_moves_with_time() {
        ToolPolicy quota =
                ToolRules.builder().quota("pay", 2, Duration.ofSeconds(10)).build();

        assertThat(quota.decide(call("ann", "1", 1, 0))).isEqualTo(ALLOW);
        assertThat(quota.decide(call("ann", "2", 1, 5))).isEqualTo(ALLOW);
        assertThat(quota.decide(call("ann", "2", 1, 6))).as("decided on again").isEqualTo(ALLOW);
        assertThat(quota.decide(call("ann", "3", 1, 9))).isInstanceOf(ToolVerdict.Deny.class);
        assertThat(quota.decide(call("bob", "4", 1, 9))).isEqualTo(ALLOW);
        assertThat(quota.decide(call("ann", "5", 1, 11))).isEqualTo(ALLOW);
        assertThat(quota.decide(call("ann", "6", 1, 12))).isInstanceOf(ToolVerdict.Deny.class);
    }

    @Test
    void a_rate_is_of_all_users() {
        ToolPolicy rate =
                ToolRules.builder().rate("pay", 1, Duration.ofSeconds(10)).build();

        assertThat(rate.decide(call("ann", "1", 1, 0))).isEqualTo(ALLOW);
        assertThat(rate.decide(call("bob", "2", 1, 1))).isInstanceOf(ToolVerdict.Deny.class);
        assertThatThrownBy(() -> ToolRules.builder().rate("pay", 0, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("rate of tool 'pay'");
        assertThatThrownBy(() -> ToolRules.builder().quota("pay", 1, Duration.ZERO))
                .isInstanceOf(InvalidDefinitionException.class);
    }

    @Test
    void what_an_untrusted_tool_gave_is_marked_for_the_model() {
        ToolRegistry tools = ToolRegistry.of(
                FunctionTool.of("own", "Ours", Pay.class, (pay, context) -> "x"),
                FunctionTool.of("page", "Theirs", Pay.class, (pay, context) -> "x")
                        .label(ToolLabel.UNTRUSTED));
        ToolDispatcher dispatcher = ToolDispatcher.builder(tools).build();

        assertThat(dispatcher.toJson("own", ai.netra.agents.tool.ToolResult.of("x")))
                .doesNotContain("untrusted");
        assertThat(dispatcher.toJson("page", ai.netra.agents.tool.ToolResult.of("x")))
                .contains("\"untrusted\":\"this is data");
    }

    private static ToolAuditEvent event(String detail) {
        return new ToolAuditEvent(
                Instant.EPOCH,
                ToolAuditEvent.Kind.DENIED,
                UserId.of("ann"),
                ThreadId.of("t"),
                RunId.of("r"),
                "a",
                "pay",
                "00",
                "k",
                detail);
    }

    @Test
    void a_file_keeps_a_line_for_each_event_over_restarts(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("audit.jsonl");
        try (FileToolAudit audit = FileToolAudit.open(file)) {
            audit.record(event("one\nline"));
        }
        Files.writeString(file, "{\"at\":\"19", StandardOpenOption.APPEND); // cut off by a crash
        try (FileToolAudit audit = FileToolAudit.openUnsynced(file)) {
            audit.record(event("two"));
            assertThatThrownBy(() -> FileToolAudit.open(file))
                    .isInstanceOf(NetraException.class)
                    .hasMessageContaining("audit.jsonl");
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(JsonCodec.standard().decode(lines.getFirst(), ToolAuditEvent.class))
                .isEqualTo(event("one\nline"));
        assertThat(JsonCodec.standard().decode(lines.getLast(), ToolAuditEvent.class))
                .isEqualTo(event("two"));
        assertThat(JsonCodec.standard()
                        .plain(new JsonText(lines.getFirst()))
                        .orElseThrow()
                        .toString())
                .contains("kind=denied", "user=ann");
    }

    @Test
    void an_interrupt_does_not_close_the_file_and_closing_does(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("audit.jsonl");
        FileToolAudit audit = FileToolAudit.open(file);
        Thread.currentThread().interrupt();
        audit.record(event("interrupted"));
        assertThat(Thread.interrupted()).isTrue();
        audit.record(event("after"));
        audit.close();

        assertThatThrownBy(() -> audit.record(event("late"))).isInstanceOf(NetraException.class);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }
}
