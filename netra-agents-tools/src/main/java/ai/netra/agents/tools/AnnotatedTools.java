package ai.netra.agents.tools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.AgentTool;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonMember;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tools made from the methods of an object that are annotated with {@link AgentTool}.
 *
 * <pre>{@code
 * ToolRegistry registry = ToolRegistry.builder().registerAll(AnnotatedTools.of(new Forecasts())).build();
 * }</pre>
 *
 * <p>Methods of superclasses and interfaces count, and of those that override one another the one furthest down that is annotated; what is called is what the
 * object has, so that a proxy of an annotated class works. Reflection ends here: calls go through method handles. What a method throws is thrown as it is; what
 * it returns is the result: {@code done} for a void one, and {@code nothing} for an empty optional, or for null where it is {@code @Nullable}.
 *
 * <p>The order is that of names, as the virtual machine has none. The tools are as thread-safe as the object.
 */
public final class AnnotatedTools {
    private AnnotatedTools() {}

    /**
     * The tools of an object.
     *
     * @throws InvalidDefinitionException if there is none, or one that cannot be a tool; names the method, the parameter and the fix
     */
    public static List<Tool> of(Object object) {
        return of(JsonCodec.standard(), object);
    }

    /**
     * The tools of an object, whose parameters hold sealed types that this codec has tags for; the dispatcher must have the same codec.
     *
     * @throws InvalidDefinitionException if there is none, or one that cannot be a tool; names the method, the parameter and the fix
     */
    public static List<Tool> of(JsonCodec codec, Object object) {
        Map<String, Method> byName = new HashMap<>();
        List<Tool> tools = new ArrayList<>();
        for (Method method : annotated(object.getClass())) {
            Tool tool = tool(codec, object, method);
            Method other = byName.put(tool.spec().name(), method);
            if (other != null) {
                throw new InvalidDefinitionException(where(method) + " and " + where(other) + " are both tool '"
                        + tool.spec().name() + "'; give one of them another name, in @AgentTool(name = ...)");
            }
            tools.add(tool);
        }
        if (tools.isEmpty()) {
            throw new InvalidDefinitionException(object.getClass().getName()
                    + " has no method annotated with @AgentTool; annotate those that are to be tools");
        }
        tools.sort(Comparator.comparing(tool -> tool.spec().name()));
        return List.copyOf(tools);
    }

    private static Tool tool(JsonCodec codec, Object object, Method method) {
        String where = where(method);
        if (Modifier.isPrivate(method.getModifiers())) {
            throw new InvalidDefinitionException(
                    where + " is private; a tool may be called by others, so make it visible");
        }
        if (method.getTypeParameters().length > 0) {
            throw new InvalidDefinitionException(
                    where + " is generic, so that no schema says what it takes; give it types of its own");
        }
        AgentTool annotation = method.getAnnotation(AgentTool.class);
        List<MethodParameter> parameters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = MethodParameter.of(codec, method, i);
            parameters.add(parameter);
            parameter.member().filter(member -> !names.add(member.name())).ifPresent(member -> {
                throw new InvalidDefinitionException(
                        where + " has two arguments '" + member.name() + "'; give one another name, in @Argument");
            });
        }
        List<JsonMember> members =
                parameters.stream().flatMap(one -> one.member().stream()).toList();
        String name = annotation.name().isEmpty() ? JsonCodec.memberName(method.getName()) : annotation.name();
        ToolSpec spec;
        try {
            spec = specified(annotation, ToolSpec.of(name, annotation.value(), codec.schema(members)));
        } catch (InvalidDefinitionException e) {
            throw new InvalidDefinitionException(where + ": " + e.getMessage());
        }
        return new MethodTool(spec, handle(object, method), nullReturn(method), parameters, codec);
    }

    private static MethodTool.NullReturn nullReturn(Method method) {
        if (method.getReturnType() == void.class) {
            return MethodTool.NullReturn.DONE;
        }
        return MethodParameter.isNullable(method) || MethodParameter.isNullable(method.getAnnotatedReturnType())
                ? MethodTool.NullReturn.NOTHING
                : MethodTool.NullReturn.REFUSED;
    }

    private static ToolSpec specified(AgentTool annotation, ToolSpec plain) {
        ToolSpec spec = plain.effect(annotation.effect()).label(annotation.labels());
        if (!annotation.timeout().isEmpty()) {
            spec = spec.timeout(duration("timeout", annotation.timeout()));
        }
        if (!annotation.approval().isEmpty()) {
            ToolApproval approval = ToolApproval.validFor(duration("approval", annotation.approval()));
            spec = spec.approval(
                    annotation.approver().isEmpty() ? approval : approval.by(UserId.of(annotation.approver())));
        } else if (!annotation.approver().isEmpty()) {
            throw new InvalidDefinitionException(
                    "approver is set and approval is not, so that nobody would be asked; set both");
        }
        return spec;
    }

    private static Duration duration(String what, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidDefinitionException(
                    what + " is '" + text + "'; use an ISO 8601 duration such as PT30S or PT1H");
        }
    }

    /** The method, bound to the object, from an array of arguments to an object. */
    private static MethodHandle handle(Object object, Method method) {
        MethodHandle handle;
        try {
            handle = lookup(method).unreflect(method);
        } catch (IllegalAccessException e) {
            throw new InvalidDefinitionException(
                    where(method) + " cannot be reached; make it and its class public in an"
                            + " exported package, or add to the module-info of "
                            + method.getDeclaringClass().getModule().getName() + ": opens "
                            + method.getDeclaringClass().getPackageName() + " to "
                            + AnnotatedTools.class.getModule().getName() + ";");
        }
        MethodHandle bound = Modifier.isStatic(method.getModifiers()) ? handle : handle.bindTo(object);
        return bound.asFixedArity()
                .asSpreader(Object[].class, method.getParameterCount())
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private static MethodHandles.Lookup lookup(Method method) {
        try {
            return MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup());
        } catch (IllegalAccessException notOpened) { // then it has to be public
            return MethodHandles.publicLookup();
        }
    }

    /** The annotated methods, of those that override one another the one furthest down. */
    private static List<Method> annotated(Class<?> type) {
        List<Method> found = new ArrayList<>();
        Set<List<Object>> signatures = new HashSet<>();
        for (Class<?> each : lineage(type)) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.isAnnotationPresent(AgentTool.class)
                        && !method.isBridge()
                        && signatures.add(List.of(method.getName(), Arrays.asList(method.getParameterTypes())))) {
                    found.add(method);
                }
            }
        }
        return found;
    }

    private static Set<Class<?>> lineage(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Optional<Class<?>> c = Optional.of(type);
                c.isPresent();
                c = Optional.ofNullable(c.get().getSuperclass())) {
            all.add(c.get());
        }
        for (Class<?> each : List.copyOf(all)) {
            interfaces(each, all);
        }
        return all;
    }

    private static void interfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> each : type.getInterfaces()) {
            all.add(each);
            interfaces(each, all);
        }
    }

    static String where(Method method) {
        return "method " + method.getDeclaringClass().getName() + "." + method.getName();
    }
}
