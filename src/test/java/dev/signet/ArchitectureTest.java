package dev.signet;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The direction of imports: data flows one way, from text to gates. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.signet");

  /** What each package may use of the others. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("network", List.of()),
          Map.entry("lang", List.of("network")),
          Map.entry("data", List.of("network")),
          Map.entry("train", List.of("network", "data")),
          Map.entry("ir", List.of("network")),
          Map.entry("lower", List.of("network", "ir")),
          Map.entry("pass", List.of("network", "ir")),
          Map.entry("rtl", List.of("ir")),
          Map.entry("timing", List.of("ir", "rtl")),
          Map.entry("schedule", List.of("network", "ir", "rtl", "timing")),
          Map.entry("sim", List.of("network", "ir", "rtl")),
          Map.entry("verilog", List.of("ir", "rtl")),
          Map.entry(
              "flow",
              List.of(
                  "lang",
                  "network",
                  "data",
                  "train",
                  "ir",
                  "lower",
                  "pass",
                  "rtl",
                  "schedule",
                  "sim",
                  "verilog")),
          Map.entry(
              "report",
              List.of(
                  "network", "data", "train", "ir", "rtl", "timing", "schedule", "sim", "flow")));

  @TestFactory
  Stream<DynamicTest> importsRunOneWay() {
    return MAY_USE.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      String own = "dev.signet." + entry.getKey() + "..";
                      String[] allowed =
                          Stream.concat(
                                  Stream.of(own, "dev.signet"),
                                  entry.getValue().stream()
                                      .map(name -> "dev.signet." + name + ".."))
                              .toArray(String[]::new);
                      ArchRuleDefinition.noClasses()
                          .that(resideInAPackage(own))
                          .should()
                          .dependOnClassesThat(
                              resideInAPackage("dev.signet..")
                                  .and(not(resideInAnyPackage(allowed))))
                          .allowEmptyShould(true)
                          .check(CLASSES);
                    }));
  }

  /** The command line alone may use all. */
  @Test
  void noPackageIsForgotten() {
    assertThat(
            CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("dev.signet."))
                .map(name -> name.substring("dev.signet.".length()).replaceFirst("\\..*", ""))
                .filter(name -> !name.equals("cli")))
        .hasSameElementsAs(MAY_USE.keySet());
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.signet.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatAllPackagesShareUsesNoneOfThem() {
    ArchRuleDefinition.noClasses()
        .that(resideInAPackage("dev.signet"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.signet..").and(not(resideInAPackage("dev.signet"))))
        .check(CLASSES);
  }

  @Test
  void onlySomePackagesTouchFilesAndProcesses() {
    ArchRuleDefinition.noClasses()
        .that(not(resideInAnyPackage("dev.signet.cli..", "dev.signet.data..", "dev.signet.flow..")))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnTheEnvironmentOrTheDate() {
    ArchRuleDefinition.noClasses()
        .that(not(resideInAnyPackage("dev.signet.cli..", "dev.signet.data..", "dev.signet.flow..")))
        .should()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.(Instant|Clock|Local.*|Zoned.*)")
        .check(CLASSES);
  }

  @Test
  void randomnessComesFromASeed() {
    ArchRuleDefinition.noClasses()
        .should()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(SecureRandom.class)
        .check(CLASSES);
  }

  @Test
  void onlyLangKnowsTheParser() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("dev.signet.lang..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.antlr..")
        .check(CLASSES);
  }

  @Test
  void onlyVerilogAndFlowKnowTemplates() {
    ArchRuleDefinition.noClasses()
        .that(
            not(
                resideInAnyPackage(
                    "dev.signet.verilog..", "dev.signet.flow..", "dev.signet.report..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.stringtemplate..")
        .check(CLASSES);
  }

  @Test
  void onlyClassesThatAreChosenAtStartKnowTheIncubatingModule() {
    ArchRuleDefinition.noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Vector")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(CLASSES);
  }
}
