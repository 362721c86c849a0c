package ai.netra.agents.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.spi.LimitedCall;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tool.ToolVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class ToolDispatcherTest {
    record Range(String workloadId, int start, Optional<Integer> end) {}

    record Answer(String workloadId, double cost) {}

    /** Runs bodies on this thread, and says that the limit passed if told to. */
    private static final class FakeTask implements Task {
        private final List<Duration> limits = new ArrayList<>();
        private boolean late;

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void interrupt() {}

        @Override
        public <T> T within(Duration limit, Runnable onLimit, Callable<T> body) throws Exception {
            limits.add(limit);
            T result = body.call();
            if (late) {
                throw new TimeLimitException(limit);
            }
            return result;
        }

        @Override
        public <T> T within(Duration limit, long now, LimitedCall<T> body) throws Exception {
            return within(limit, body::limitPassed, body);
        }

        @Override
        public void join() {}

        @Override
        public void release() {}

        @Override
        public void releaseInterrupted() {}
    }

    private record Context(String agent) implements ToolContext {
        @Override
        public UserId user() {
            return UserId.LOCAL;
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
            return "k";
        }
    }

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ARGUMENTS = "{\"workload_id\":\"w\",\"start\":1}";

    private final FakeTask task = new FakeTask();
    private final List<Object> calls = new ArrayList<>();
    private FunctionTool.Body<Range> body = (range, context) -> new Answer(range.workloadId(), 1.5);

    private final Tool cost = FunctionTool.of("get_cost_data", "Costs", Range.class, (range, context) -> {
                calls.add(range);
                calls.add(context.agent());
                return body.call(range, context);
            })
            .validating(range -> range.end()
                    .filter(end -> end < range.start())
                    .map(end -> "end " + end + " is before start; use a later end"));
    private final Tool other =
            FunctionTool.of("get_performance_data", "Performance", Range.class, (range, context) -> "ok");
    private final Tool secret =
            FunctionTool.of("delete_everything", "Deletes", Range.class, (range, context) -> "gone");

    private final ToolDispatcher dispatcher = ToolDispatcher.builder(ToolRegistry.of(cost, other, secret))
            .grant("data", "get_performance_data", "get_cost_data")
            .build();

    @Test
    void calls_a_granted_tool_with_its_arguments_and_context() throws Exception {
        ToolResult result = call(ARGUMENTS);

        assertThat(result).isEqualTo(ToolResult.of(new Answer("w", 1.5)));
        assertThat(calls).containsExactly(new Range("w", 1, Optional.empty()), "data");
        assertThat(dispatcher.toJson("get_cost_data", result))
                .isEqualTo(
                        "{\"success\":true,\"tool\":\"get_cost_data\",\"result\":{\"workload_id\":\"w\",\"cost\":1.5}}");
    }

    @Test
    void takes_a_record_or_a_map_for_arguments() throws Exception {
        assertThat(dispatcher
                        .dispatch(
                                "data",
                                "get_cost_data",
                                new Range("w", 1, Optional.of(2)),
                                limit -> new Context("data"),
                                task,
                                LIMIT)
                        .success())
                .isTrue();
        assertThat(dispatcher
                        .dispatch(
                                "data",
                                "get_cost_data",
                                Map.of("workload_id", "w", "start", 1),
                                limit -> new Context("data"),
                                task,
                                LIMIT)
                        .success())
                .isTrue();
        assertThat(error(dispatcher.dispatch(
                        "data",
                        "get_cost_data",
                        Map.of("start", Double.NaN),
                        limit -> new Context("data"),
                        task,
                        LIMIT)))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ToolErrorKind.INVALID_ARGUMENTS))
                .satisfies(error ->
                        assertThat(error.message()).startsWith("arguments of tool 'get_cost_data': $.start of "));
        assertThat(error(dispatcher.dispatch(
                                "data", "get_cost_dat", Map.of(), limit -> new Context("data"), task, LIMIT))
                        .kind())
                .isEqualTo(ToolErrorKind.UNKNOWN_TOOL);
    }

    @Test
    void grants_in_the_order_of_registration() {
        assertThat(dispatcher.granted("data"))
                .extracting(ToolSpec::name)
                .containsExactly("get_cost_data", "get_performance_data");
        assertThat(dispatcher.granted("stranger")).isEmpty();
    }

    @Test
    void an_unknown_tool_offers_the_granted_ones_and_the_nearest() throws Exception {
        ToolResult result =
                dispatcher.dispatch("data", "get_costs_data", ARGUMENTS, limit -> new Context("data"), task, LIMIT);

        assertThat(error(result))
                .isEqualTo(new ToolError(
                        ToolErrorKind.UNKNOWN_TOOL,
                        "there is no tool 'get_costs_data'; did you mean 'get_cost_data'?",
                        "one of get_cost_data, get_performance_data"));
        assertThat(dispatcher.toJson("get_costs_data", result))
                .isEqualTo("{\"success\":false,\"tool\":\"get_costs_data\",\"error\":{\"kind\":\"unknown_tool\","
                        + "\"message\":\"there is no tool 'get_costs_data'; did you mean 'get_cost_data'?\","
                        + "\"expected\":\"one of get_cost_data, get_performance_data\"}}");
    }

    @Test
    void a_tool_that_is_not_granted_looks_unknown() throws Exception {
        ToolError ungranted = error(
                dispatcher.dispatch("data", "delete_everything", ARGUMENTS, limit -> new Context("data"), task, LIMIT));
        ToolError unknown = error(
                dispatcher.dispatch("data", "invent_everything", ARGUMENTS, limit -> new Context("data"), task, LIMIT));

        assertThat(ungranted.kind()).isEqualTo(unknown.kind());
        assertThat(ungranted.message()).isEqualTo(unknown.message().replace("invent", "delete"));
        assertThat(ungranted.expected()).isEqualTo(unknown.expected());
        assertThat(error(dispatcher.dispatch(
                        "stranger", "get_cost_data", ARGUMENTS, limit -> new Context("stranger"), task, LIMIT)))
                .isEqualTo(new ToolError(
                        ToolErrorKind.UNKNOWN_TOOL,
                        "there is no tool 'get_cost_data'",
                        "no call: no tool is granted to agent stranger"));
        assertThat(calls).isEmpty();
    }

    @Test
    void bounds_the_name_of_an_unknown_tool() throws Exception {
        ToolError error = error(
                dispatcher.dispatch("data", "x\n".repeat(5_000), ARGUMENTS, limit -> new Context("data"), task, LIMIT));

        assertThat(error.message()).hasSizeLessThan(120).doesNotContain("\n");
    }

    @Test
    void refuses_arguments_that_do_not_fit_the_schema_before_calling() throws Exception {
        assertThat(error(call("{\"workload_id\":5,\"strat\":1,\"s3cret\":\"s3cret\"}")))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ToolErrorKind.INVALID_ARGUMENTS))
                .satisfies(error -> assertThat(error.message())
                        .startsWith("arguments of tool 'get_cost_data': ")
                        .contains("$.workload_id is an integer; expected a string")
                        .contains("$.strat is unknown, perhaps meant as start; expected only workload_id, start, end")
                        .contains("$.start is missing; expected an integer"))
                .satisfies(error -> assertThat(error.expected()).contains("$.start: an integer"));
        assertThat(error(call("{\"workload_id\":\"w\"")).message())
                .startsWith(
                        "arguments of tool 'get_cost_data': $ is not well-formed JSON, or repeats a member at line 1");
        assertThat(error(call("{\"workload_id\":\"w\",\"start\":99999999999}")).message())
                .startsWith(
                        "arguments of tool 'get_cost_data': $.start is a number out of range; expected a whole number"
                                + " (int)");
        assertThat(calls).isEmpty();
    }

    @Test
    void takes_null_for_an_argument_left_out() throws Exception {
        assertThat(call("{\"workload_id\":\"w\",\"start\":1,\"end\":null}").success())
                .isTrue();
    }

    @Test
    void asks_the_tool_what_the_schema_cannot_say() throws Exception {
        assertThat(error(call("{\"workload_id\":\"w\",\"start\":5,\"end\":1}")))
                .isEqualTo(new ToolError(
                        ToolErrorKind.INVALID_ARGUMENTS,
                        "arguments of tool 'get_cost_data': end 1 is before start; use a later end",
                        ""));
        assertThat(calls).isEmpty();
    }

    @Test
    void limits_a_call_by_the_shorter_of_the_two_limits() throws Exception {
        ToolDispatcher limited = ToolDispatcher.builder(
                        ToolRegistry.of(((FunctionTool<?>) cost).timeout(Duration.ofSeconds(2))))
                .grant("data", "get_cost_data")
                .build();

        call(ARGUMENTS);
        limited.dispatch("data", "get_cost_data", ARGUMENTS, limit -> new Context("data"), task, LIMIT);
        limited.dispatch("data", "get_cost_data", ARGUMENTS, limit -> new Context("data"), task, Duration.ofSeconds(1));

        assertThat(task.limits).containsExactly(LIMIT, Duration.ofSeconds(2), Duration.ofSeconds(1));
    }

    @Test
    void a_call_that_is_not_done_in_time_timed_out() throws Exception {
        task.late = true;

        assertThat(error(call(ARGUMENTS)))
                .isEqualTo(
                        new ToolError(ToolErrorKind.TIMED_OUT, "tool 'get_cost_data' did not return within PT30S", ""));
    }

    @Test
    void what_a_tool_throws_is_for_developers_and_not_for_models() throws Exception {
        IllegalStateException thrown = new IllegalStateException("password=secret");
        body = (range, context) -> {
            throw thrown;
        };
        ToolResult result = call(ARGUMENTS);
        assertThat(error(result))
                .isEqualTo(new ToolError(ToolErrorKind.EXECUTION_FAILED, "tool 'get_cost_data' failed", ""));
        assertThat(result.cause()).containsSame(thrown);
        assertThatThrownBy(() -> result.as(String.class)).hasCause(thrown);
    }

    @Test
    void interrupts_and_errors_pass_through() {
        body = (range, context) -> {
            throw new InterruptedException("cancelled");
        };
        assertThatThrownBy(() -> call(ARGUMENTS)).isInstanceOf(InterruptedException.class);
        body = (range, context) -> {
            throw new StackOverflowError();
        };
        assertThatThrownBy(() -> call(ARGUMENTS)).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void a_result_without_json_form_is_invalid() throws Exception {
        body = (range, context) -> null;
        assertThat(error(call(ARGUMENTS)))
                .isEqualTo(new ToolError(
                        ToolErrorKind.INVALID_RESULT,
                        "tool 'get_cost_data' returned null",
                        "a value that has a JSON form"));
        body = (range, context) -> new Answer("w", Double.NaN);
        assertThat(error(call(ARGUMENTS)))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ToolErrorKind.INVALID_RESULT))
                .satisfies(
                        error -> assertThat(error.message()).startsWith("result of tool 'get_cost_data': $.cost of "));
        body = (range, context) -> new Object();
        assertThat(error(call(ARGUMENTS)).kind()).isEqualTo(ToolErrorKind.INVALID_RESULT);
    }

    @Test
    void passes_on_a_result_that_the_tool_made_itself() throws Exception {
        body = (range, context) -> ToolResult.failure("no such workload; list them first");

        assertThat(error(call(ARGUMENTS)))
                .isEqualTo(new ToolError(ToolErrorKind.EXECUTION_FAILED, "no such workload; list them first", ""));
    }

    @Test
    void a_tool_of_the_hosts_own_class_that_returns_null_has_an_invalid_result() throws Exception {
        Tool careless = tool("careless", JsonSchema.of("{\"type\":\"object\"}"));
        ToolDispatcher own = ToolDispatcher.builder(ToolRegistry.of(careless))
                .grant("a", "careless")
                .build();

        assertThat(error(own.dispatch("a", "careless", "{}", limit -> new Context("a"), task, LIMIT)))
                .isEqualTo(
                        new ToolError(ToolErrorKind.INVALID_RESULT, "tool 'careless' returned null", "a ToolResult"));
    }

    @Test
    void refuses_to_grant_a_tool_that_is_not_registered() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> ToolDispatcher.builder(ToolRegistry.of(cost))
                        .grant("data", "get_cost_dta")
                        .build())
                .withMessage("tool 'get_cost_dta' is granted to agent 'data' but not registered; did you mean"
                        + " 'get_cost_data'?; registered are [get_cost_data]");
    }

    @Test
    void refuses_a_schema_that_is_not_that_of_an_object() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(
                        () -> ToolDispatcher.builder(ToolRegistry.of(tool("t", JsonSchema.of("{\"type\":\"string\"}"))))
                                .build())
                .withMessage(
                        "schema of tool 't' is not that of an object; arguments have names: add \"type\":\"object\"");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> ToolDispatcher.builder(ToolRegistry.of(tool("t", JsonSchema.of("{"))))
                        .build())
                .withMessageStartingWith("schema of tool 't': a JsonSchema whose text is not well-formed JSON");
    }

    @Test
    void a_guarded_tool_is_denied_where_nobody_has_asked_its_guard() throws Exception {
        ToolDispatcher guarded = ToolDispatcher.builder(ToolRegistry.of(cost))
                .grant("data", "get_cost_data")
                .policy(call -> ToolVerdict.allow())
                .build();

        ToolResult denied =
                guarded.dispatch("data", "get_cost_data", ARGUMENTS, limit -> new Context("data"), task, LIMIT);
        assertThat(error(denied).kind()).isEqualTo(ToolErrorKind.DENIED);
        assertThat(error(denied).message())
                .isEqualTo("tool 'get_cost_data' is guarded, and only calls in a run are decided of");
        assertThat(calls).isEmpty();

        ToolResult allowed =
                guarded.dispatchAllowed("data", "get_cost_data", ARGUMENTS, limit -> new Context("data"), task, LIMIT);
        assertThat(allowed.success()).isTrue();
    }

    @Test
    void keeps_registered_tools_in_order_and_refuses_two_of_one_name() {
        ToolRegistry registry = ToolRegistry.of(cost, other);

        assertThat(registry.names()).containsExactly("get_cost_data", "get_performance_data");
        assertThat(registry.tool("get_cost_data")).containsSame(cost);
        assertThat(registry.tool("none")).isEmpty();
        assertThat(registry.specs()).containsExactly(cost.spec(), other.spec());
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> ToolRegistry.of(cost, cost))
                .withMessage("tool 'get_cost_data' is registered twice, as ai.netra.agents.tools.FunctionTool and as"
                        + " ai.netra.agents.tools.FunctionTool; give one of them another name");
    }

    private ToolResult call(String arguments) throws InterruptedException {
        return dispatcher.dispatch("data", "get_cost_data", arguments, limit -> new Context("data"), task, LIMIT);
    }

    private static ToolError error(ToolResult result) {
        return result.error().orElseThrow();
    }

    private static Tool tool(String name, JsonSchema schema) {
        return new Tool() {
            @Override
            public ToolSpec spec() {
                return ToolSpec.of(name, "does", schema);
            }

            @Override
            public ToolResult execute(ToolArguments arguments, ToolContext context) {
                return null;
            }
        };
    }
}
