package org.apogeemq.server.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.apogeemq.server.architecture.ProgramClasses.packagesOf;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What may happen in one home does not happen outside it; what may not happen at all does not. */
class OneHomeTest {
    private static final String NOWHERE = "none";

    @Test
    void systemTimeIsReadInModuleTimeOnly() {
        onlyIn(
                "time",
                "java.lang.System.(currentTimeMillis|nanoTime)",
                "java.time.[A-Za-z]+.now",
                "java.time.Clock.(system.*|tick.*)",
                "java.time.InstantSource.system",
                "java.util.Date.<init>",
                "java.util.Calendar.getInstance");
    }

    @Test
    void threadsSleepAndTimersRunInModuleTimeOnly() {
        onlyIn(
                "time",
                "java.lang.Thread.sleep",
                "java.util.concurrent.TimeUnit.sleep",
                "java.util.Timer.<init>",
                "java.util.concurrent.Executors.new.*Scheduled.*",
                "java.util.concurrent.ScheduledThreadPoolExecutor.<init>",
                "java.util.concurrent.CompletableFuture.(orTimeout|completeOnTimeout|delayedExecutor)");
    }

    @Test
    void randomnessComesFromModuleTimeOnly() {
        onlyIn(
                "time",
                "java.lang.Math.random",
                "java.util.(Random|SplittableRandom).<init>",
                "java.security.SecureRandom.<init>",
                "java.util.UUID.randomUUID",
                "java.util.concurrent.ThreadLocalRandom.current",
                "java.util.random.RandomGenerator.(getDefault|of)");
    }

    @Test
    void theProcessIsEndedAndItsEnvironmentReadInModuleServerOnly() {
        onlyIn(
                "server",
                "java.lang.System.(exit|getProperty|getenv|setProperty)",
                "java.lang.(Integer|Long|Boolean).(getInteger|getLong|getBoolean)",
                "java.lang.Runtime.(halt|exit|addShutdownHook)");
    }

    @Test
    void nobodyPrintsStackTraces() {
        onlyIn(NOWHERE, ".+.(printStackTrace|dumpStack)");
    }

    @Test
    void noThreadIsWithoutAName() {
        noClasses()
                .should(accessTargetWhere(calls(
                                "java.lang.Thread.startVirtualThread",
                                "java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor")
                        .or(callWithout("java.lang.String", "java.lang.Thread.<init>"))
                        .or(callWithout(
                                "java.util.concurrent.ThreadFactory", "java.util.concurrent.Executors.new[A-Za-z]+"))))
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    @Test
    void nothingRunsOnTheCommonPool() {
        noClasses()
                .should(accessTargetWhere(callWithout(
                                "java.util.concurrent.Executor",
                                "java.util.concurrent.Completable(Future|Stage).[A-Za-z]+Async")
                        .or(calls(
                                "java.util.[A-Za-z]+.parallelStream",
                                "java.util.stream.[A-Za-z]+.parallel",
                                "java.util.concurrent.ForkJoinPool.commonPool"))))
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    @Test
    void noStaticFieldChanges() {
        fields().that().areStatic().should().beFinal().allowEmptyShould(true).check(ProgramClasses.ALL);
    }

    @Test
    void logsGoThroughSlf4jAndTextToTheConsoleFromItsFacesOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..")
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages(packagesOf(Set.of("cli", "server")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    @Test
    void noObjectIsSerialisedByTheJdkAndNoMemoryTouchedBehindItsBack() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe")
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    @Test
    void namesSayWhatAThingIsNotWhatKindOfCode() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..common..", "..impl..", "..manager..", "..helper..", "..misc..")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    private static void onlyIn(String home, String... codeUnits) {
        noClasses()
                .that()
                .resideOutsideOfPackage(packagesOf(home))
                .should(accessTargetWhere(calls(codeUnits)))
                .allowEmptyShould(true)
                .check(ProgramClasses.ALL);
    }

    /** Calls of and references to code units whose "class.name" matches one of these regular expressions. */
    private static DescribedPredicate<JavaAccess<?>> calls(String... codeUnits) {
        Pattern pattern = Pattern.compile(String.join("|", codeUnits).replace("java.", "java\\."));
        return DescribedPredicate.describe(
                "target is " + Arrays.toString(codeUnits),
                call -> pattern.matcher(call.getTargetOwner().getFullName() + "." + call.getName())
                        .matches());
    }

    /** Such a call in a form that takes no argument of the type given. */
    private static DescribedPredicate<JavaAccess<?>> callWithout(String argumentType, String codeUnit) {
        return calls(codeUnit)
                .and(DescribedPredicate.describe(
                        "takes no " + argumentType,
                        call -> call.getTarget() instanceof CodeUnitAccessTarget target
                                && target.getRawParameterTypes().stream()
                                        .noneMatch(type -> type.getFullName().equals(argumentType))));
    }
}
