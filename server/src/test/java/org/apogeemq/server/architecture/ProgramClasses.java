package org.apogeemq.server.architecture;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;

/** The compiled classes of the program (no tests, no test kit), read once, and the modules they belong to. */
final class ProgramClasses {
    static final String ROOT = "org.apogeemq";

    /** Each module of the program and the modules it may use. {@code server} wires the program and sees all. */
    static final Map<String, Set<String>> MODULES = Map.of(
            "protocol", Set.of(),
            "time", Set.of(),
            "remoting", Set.of("protocol", "time"),
            "filter", Set.of("protocol"),
            "store", Set.of("protocol", "time"),
            "broker", Set.of("protocol", "time", "remoting", "filter", "store"),
            "nameserver", Set.of("protocol", "time", "remoting"),
            "cli", Set.of("protocol", "time", "remoting"),
            "server", Set.of("protocol", "time", "remoting", "filter", "store", "broker", "nameserver", "cli"));

    /** Immutable: read from the class path when first asked for. */
    static final JavaClasses ALL = read();

    private ProgramClasses() {}

    /** Name patterns of all packages of these modules. */
    static String[] packagesOf(Set<String> modules) {
        return modules.stream().map(ProgramClasses::packagesOf).toArray(String[]::new);
    }

    /** Name pattern of all packages of a module, or of a room in a module ("broker.wire"). */
    static String packagesOf(String module) {
        return ROOT + "." + module + "..";
    }

    /** Whether a class of this module was read. */
    static boolean sees(String module) {
        String prefix = ROOT + "." + module;
        return ALL.stream().map(JavaClass::getPackageName).anyMatch(name -> (name + ".").startsWith(prefix + "."));
    }

    private static JavaClasses read() {
        // Classes of libraries are known by their names; to read them too takes ten times as long.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        ImportOption notATest = location -> !location.contains("/test-classes/");
        return new ClassFileImporter()
                .withImportOption(notATest)
                .importPackages(MODULES.keySet().stream()
                        .map(module -> ROOT + "." + module)
                        .toList());
    }
}
