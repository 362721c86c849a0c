package ai.netra.agents.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record component, a type, or a parameter of an {@link AgentTool} means: for the model that fills it in. It becomes the {@code description} in the JSON Schema.
 *
 * <pre>{@code
 * record Window(@Description("the workload to measure") String workloadId, @Description("such as 24h or 7d") Optional<String> range) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Description {
    /** The meaning, in a phrase. */
    String value();
}
