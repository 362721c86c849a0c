package ai.netra.agents.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of an {@link AgentTool}, as the model knows it. May be left out where the class is compiled with {@code -parameters}: then the name is the
 * parameter's, in snake_case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Argument {
    /** The name, as it is. */
    String value();

    /**
     * What the parameter is where the argument is left out: one element, or none, the default, if it may not be. In plain words for a parameter that is
     * text in JSON (a string, an enum, a date), and as JSON for any other.
     */
    String[] byDefault() default {};
}
