package org.apogeemq.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.apogeemq.server.architecture.ProgramClasses.packagesOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Arrows between modules and between packages point one way: down. */
class ModuleArrowsTest {
    static final List<String> MODULES =
            ProgramClasses.MODULES.keySet().stream().sorted().toList();

    private static final String[] JDK = {"java..", "javax..", "jdk.net..", "jdk.jfr.."};

    /** Without this, a module that is missing from the class path would keep all rules. */
    @ParameterizedTest
    @FieldSource("MODULES")
    void everyModuleThatHasSourcesIsSeen(String module) throws IOException {
        assertThat(ProgramClasses.sees(module) || !SourceTree.hasMainClasses(module))
                .as("module %s has sources, are its classes on the class path?", module)
                .isTrue();
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void aModuleUsesOnlyModulesBelowIt(String module) {
        Set<String> forbidden = new HashSet<>(ProgramClasses.MODULES.keySet());
        forbidden.removeAll(ProgramClasses.MODULES.get(module));
        forbidden.remove(module);
        forbidden.add("testkit");
        noClasses()
                .that()
                .resideInAPackage(packagesOf(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesOf(forbidden))
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    @ParameterizedTest
    @CsvSource({"protocol", "time"})
    void theGroundStandsOnTheJdkAlone(String module) {
        classes()
                .that()
                .resideInAPackage(packagesOf(module))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(concat(JDK, packagesOf(module)))
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty..,        remoting broker.wire",
        "picocli..,         cli server",
        "ch.qos.logback..,  server",
    })
    void aLibraryIsUsedInItsOwnPlacesOnly(String library, String places) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packagesOf(Set.of(places.split(" "))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    @Test
    void capabilitiesOfTheBrokerDoNotKnowTheWire() {
        noClasses()
                .that()
                .resideInAPackage(packagesOf("broker.*"))
                .and()
                .resideOutsideOfPackage(packagesOf("broker.wire"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesOf("remoting"), packagesOf("broker.wire"), "io.netty..")
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ProgramClasses.ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    private static String[] concat(String[] some, String more) {
        String[] all = List.of(some).toArray(new String[some.length + 1]);
        all[some.length] = more;
        return all;
    }
}
