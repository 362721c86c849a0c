package ai.netra.agents.tests.architecture;

import static ai.netra.agents.tests.architecture.LibraryClasses.API;
import static ai.netra.agents.tests.architecture.LibraryClasses.CORE;
import static ai.netra.agents.tests.architecture.LibraryClasses.SUITE;
import static ai.netra.agents.tests.architecture.LibraryClasses.TOOLS;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Orchestrator;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Orchestrators are pure; in core only the scheduler touches threads and time; nothing keeps state where it cannot be seen. */
class EngineSeamsTest {
    private static final String SCHEDULE = "ai.netra.agents.core.schedule";

    /** An orchestrator and what is declared inside of it, its builder aside; and all else in the package of orchestrators. */
    private static final DescribedPredicate<JavaClass> DECIDES = describe(
            "are orchestrators, or part of one",
            type -> isOrchestrator(type) && !type.getSimpleName().endsWith("Builder"));

    private static boolean isOrchestrator(JavaClass type) {
        return assignableTo(Orchestrator.class).test(type)
                || resideInAPackage("ai.netra.agents.core.orchestrator..").test(type)
                || type.getEnclosingClass().map(EngineSeamsTest::isOrchestrator).orElse(false);
    }

    /** Classes in java.util.concurrent that make no thread and block none for longer than a lock is held. */
    private static final Set<String> HARMLESS = Set.of(
            "Callable",
            "TimeUnit",
            "ConcurrentMap",
            "ConcurrentHashMap",
            "ConcurrentSkipListMap",
            "CopyOnWriteArrayList");

    private static final DescribedPredicate<JavaClass> THREADS = describe(
            "are threads, executors, latches or blocking queues",
            type -> assignableTo(Thread.class).test(type)
                    || type.getName().startsWith("java.lang.Thread$")
                    || (type.getPackageName().equals("java.util.concurrent")
                            && !HARMLESS.contains(outermost(type).getSimpleName()))
                    || type.isEquivalentTo(LockSupport.class)
                    || type.isEquivalentTo(Condition.class)
                    || type.isEquivalentTo(Timer.class));

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(EngineSeamsTest::outermost).orElse(type);
    }

    private static final DescribedPredicate<JavaAccess<?>> READS_THE_TIME = describe("reads the time", access -> {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return (name.equals("now") && owner.startsWith("java.time."))
                || (owner.equals("java.lang.System") && (name.equals("nanoTime") || name.equals("currentTimeMillis")));
    });

    private static final DescribedPredicate<JavaAccess<?>> SLEEPS = describe(
            "sleeps",
            access -> access.getTargetOwner().isAssignableTo(Thread.class)
                    && access.getTarget().getName().equals("sleep"));

    private static final DescribedPredicate<JavaAccess<?>> ROLLS_DICE = describe("is random", access -> {
        String owner = access.getTargetOwner().getName();
        return owner.equals("java.util.Random")
                || owner.equals("java.security.SecureRandom")
                || owner.equals("java.util.SplittableRandom")
                || owner.startsWith("java.util.random.")
                || access.getTarget().getName().equals("randomUUID")
                || access.getTarget().getFullName().startsWith("java.lang.Math.random");
    });

    @Test
    void an_orchestrators_fields_are_final() {
        fields().that()
                .areDeclaredInClassesThat(DECIDES)
                .and(describe("are not of a builder", (JavaField field) -> !isBuilder(field.getOwner())))
                .should()
                .beFinal()
                .check(LibraryClasses.of(CORE, SUITE));
    }

    private static boolean isBuilder(JavaClass type) {
        return type.getSimpleName().equals("Builder")
                || type.getEnclosingClass().map(EngineSeamsTest::isBuilder).orElse(false);
    }

    @Test
    void an_orchestrator_reads_no_files_nets_or_databases() {
        noClasses()
                .that(DECIDES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.sql..", "javax.sql..")
                .check(LibraryClasses.of(CORE, SUITE));
    }

    @Test
    void an_orchestrator_reads_no_clock() {
        noClasses().that(DECIDES).should().accessTargetWhere(READS_THE_TIME).check(LibraryClasses.of(CORE, SUITE));
        noClasses()
                .that(DECIDES)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(LibraryClasses.of(CORE, SUITE));
    }

    @Test
    void an_orchestrator_is_not_random() {
        noClasses().that(DECIDES).should().accessTargetWhere(ROLLS_DICE).check(LibraryClasses.of(CORE, SUITE));
    }

    @Test
    void an_orchestrator_knows_no_threads() {
        noClasses().that(DECIDES).should().dependOnClassesThat(THREADS).check(LibraryClasses.of(CORE, SUITE));
    }

    @Test
    void in_core_only_the_scheduler_touches_threads() {
        outsideOfTheScheduler().should().dependOnClassesThat(THREADS).check(LibraryClasses.of(CORE));
    }

    @Test
    void in_core_only_the_scheduler_reads_the_time() {
        outsideOfTheScheduler().should().accessTargetWhere(READS_THE_TIME).check(LibraryClasses.of(CORE));
        outsideOfTheScheduler()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(LibraryClasses.of(CORE));
    }

    @Test
    void in_core_only_the_scheduler_is_random() {
        outsideOfTheScheduler().should().accessTargetWhere(ROLLS_DICE).check(LibraryClasses.of(CORE));
    }

    @Test
    void nothing_sleeps_but_the_schedulers_clock() {
        outsideOfTheScheduler().should().accessTargetWhere(SLEEPS).check(LibraryClasses.all());
    }

    @Test
    void the_scheduler_itself_is_what_these_rules_look_for() {
        GivenClassesConjunction scheduler = noClasses().that().resideInAPackage(SCHEDULE);
        List<ArchRule> rules = List.of(
                scheduler.should().dependOnClassesThat(THREADS),
                scheduler.should().accessTargetWhere(READS_THE_TIME),
                scheduler.should().accessTargetWhere(ROLLS_DICE),
                scheduler.should().accessTargetWhere(SLEEPS));

        assertThat(rules)
                .allMatch(rule -> rule.evaluate(LibraryClasses.of(CORE)).hasViolation());
    }

    private static GivenClassesConjunction outsideOfTheScheduler() {
        return noClasses().that().resideOutsideOfPackage(SCHEDULE);
    }

    @Test
    void nothing_is_kept_by_thread() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(LibraryClasses.all());
    }

    @Test
    void nothing_is_kept_in_static_fields_that_change() {
        ArchRule rule = fields().that()
                .areStatic()
                .and(describe(
                        "are written by hand",
                        (HasModifiers field) -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal();
        rule.check(LibraryClasses.all());
    }

    @Test
    void no_method_is_synchronized() {
        methods()
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .because("locks are ReentrantLocks; the testkit's virtual time says why it uses a monitor")
                .check(LibraryClasses.of(API, TOOLS, CORE, SUITE));
    }
}
