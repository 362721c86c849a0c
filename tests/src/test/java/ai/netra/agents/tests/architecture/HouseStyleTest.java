package ai.netra.agents.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.NetraException;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rules of the house that can be read from classes. */
class HouseStyleTest {
    @Test
    void simple_names_of_top_level_types_are_unique() {
        Map<String, String> names = new HashMap<>();
        LibraryClasses.all().stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().endsWith("-info"))
                .forEach(type -> {
                    String other = names.put(type.getSimpleName(), type.getName());
                    assertThat(other)
                            .as("other type named as %s", type.getName())
                            .isNull();
                });
    }

    @Test
    void every_package_is_null_marked() {
        List<String> unmarked = LibraryClasses.packages().values().stream()
                .flatMap(Set::stream)
                .filter(name -> !isNullMarked(name))
                .toList();

        assertThat(unmarked).isEmpty();
    }

    private static boolean isNullMarked(String packageName) {
        try {
            return Class.forName(packageName + ".package-info").isAnnotationPresent(NullMarked.class);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void every_exception_that_callers_meet_has_the_one_root() {
        classes()
                .that()
                .areAssignableTo(RuntimeException.class)
                .and()
                .arePublic()
                .should()
                .beAssignableTo(NetraException.class)
                .check(LibraryClasses.all());
        assertThat(LibraryClasses.all().stream()
                        .filter(type ->
                                type.isAssignableTo(Exception.class) && !type.isAssignableTo(RuntimeException.class))
                        .map(JavaClass::getName))
                .isEmpty();
    }

    @Test
    void names_say_what_a_type_is() {
        noClasses()
                .that()
                .doNotHaveSimpleName("AgentStateManager")
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Impl|Manager)")
                .because("a type has one truer name; AgentStateManager is the one that hosts know")
                .check(LibraryClasses.all());
    }
}
