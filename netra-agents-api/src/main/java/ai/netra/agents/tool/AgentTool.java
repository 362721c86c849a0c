package ai.netra.agents.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that is a tool: its parameters are the arguments. The tools module makes {@link Tool}s of an object's.
 *
 * <pre>{@code
 * @AgentTool(value = "The weather in a city, now", effect = ToolEffect.READ)
 * Weather weather(@Argument("city") @Description("in English") String city, @Argument("days") Optional<Integer> days, ToolContext context) { ... }
 * }</pre>
 *
 * <p>A parameter of type {@link ToolContext} is handed the call's, and is no argument: no model sees it. Private and generic methods are refused.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AgentTool {
    /** What the tool does and when to use it, for the model. */
    String value();

    /** What it is called by; the method's name in snake_case if empty, the default. */
    String name() default "";

    /** What calling it does to the world. */
    ToolEffect effect() default ToolEffect.ONCE;

    /** What is to be known of it by who guards its calls; nothing by default. */
    ToolLabel[] labels() default {};

    /** A time limit of its own, as an ISO 8601 duration such as {@code PT5S}; none if empty, the default. */
    String timeout() default "";

    /** For how long people may allow a call, as an ISO 8601 duration such as {@code PT1H}; nobody is asked if empty, the default. */
    String approval() default "";

    /** The user that allows calls; the run's own if empty, the default. */
    String approver() default "";
}
