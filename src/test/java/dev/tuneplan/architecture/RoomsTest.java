package dev.tuneplan.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tuneplan");

  @Test
  void roomsHaveNoCycles() {
    slices().matching("dev.tuneplan.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "base, files model gpu stack spec pricing trace trainer template estimate plan accuracy cli",
    "trace, files gpu stack spec pricing trainer estimate plan accuracy cli",
    "trainer, model gpu stack spec pricing trace estimate plan accuracy cli",
    "files, model gpu stack spec pricing estimate plan cli",
    "model, gpu stack spec pricing estimate plan cli",
    "gpu, model stack spec pricing estimate plan cli",
    "stack, model gpu spec pricing estimate plan cli",
    "spec, model gpu stack pricing estimate plan cli",
    "pricing, model stack spec estimate plan cli",
    "estimate, files spec plan cli pricing",
    "benchmark, model gpu stack spec pricing trace trainer tracer template dataset tokenizer"
        + " packing tokens estimate plan accuracy launch kube runs agent cost reconcile ledger"
        + " calibrate cli",
    "calibrate, files model gpu stack spec pricing trace trainer tracer template dataset tokenizer"
        + " packing tokens estimate plan accuracy launch kube runs agent cost reconcile ledger cli",
    "plan, files cli accuracy",
    "accuracy, plan cli spec pricing",
    "dataset, model gpu stack spec pricing trace trainer tracer estimate plan accuracy cli",
    "template, files model gpu stack spec pricing trace trainer tracer dataset estimate plan"
        + " accuracy cli",
    "packing, base files gpu model stack spec pricing trace trainer estimate plan accuracy cli",
    "tracer, gpu stack spec pricing trainer estimate plan accuracy cli",
    "tokenizer, model gpu stack spec pricing trace trainer tracer template dataset packing tokens"
        + " estimate plan accuracy cli",
    "tokens, model gpu stack spec pricing trace trainer tracer estimate plan accuracy cli",
    "dataset, template tokenizer packing tokens",
    "plan, dataset template tokenizer packing tokens",
    "estimate, tracer",
    "plan, tracer",
    "accuracy, tracer",
    "agent, model gpu stack spec pricing trace trainer tracer template dataset packing tokens"
        + " tokenizer estimate plan accuracy launch kube runs cli",
    "runs, model gpu stack spec pricing trace trainer tracer template dataset packing tokens"
        + " tokenizer estimate plan accuracy launch kube cli",
    "agent, ingest",
    "ingest, model gpu stack spec pricing trace trainer tracer template dataset packing tokens"
        + " tokenizer estimate plan accuracy launch kube runs cli",
    "launch, model gpu stack pricing trace trainer tracer template dataset tokenizer packing tokens"
        + " estimate plan accuracy kube cli",
    "cost, model gpu stack spec trace trainer tracer template dataset tokenizer packing tokens"
        + " estimate plan accuracy launch kube runs reconcile cli",
    "ledger, model gpu stack spec trace trainer tracer template dataset tokenizer packing tokens"
        + " estimate plan accuracy launch kube runs cli",
    "measured, model gpu stack spec pricing trace trainer tracer template dataset tokenizer packing"
        + " tokens estimate plan accuracy launch kube runs cost reconcile export ledger cli",
    "budget, files model gpu stack spec pricing trace trainer tracer template dataset tokenizer"
        + " packing tokens estimate plan accuracy launch kube runs agent cost reconcile export"
        + " ledger cli",
    "export, model gpu stack spec pricing trace trainer tracer template dataset tokenizer packing"
        + " tokens estimate plan accuracy launch kube runs agent ledger cli",
    "reconcile, export ledger model gpu stack spec trace trainer tracer template dataset tokenizer"
        + " packing tokens estimate plan accuracy launch kube runs agent cli",
    "managed, model gpu stack spec pricing trace trainer tracer template dataset tokenizer packing"
        + " tokens estimate plan accuracy launch kube runs agent cost reconcile ledger cli",
    "economics, files model gpu stack spec pricing trace trainer tracer template dataset tokenizer"
        + " packing tokens estimate plan accuracy launch kube runs agent ledger cli",
    "usage, model gpu stack spec pricing trace trainer tracer template tokenizer packing tokens"
        + " estimate plan accuracy launch kube runs agent cost reconcile ledger cli",
    "objects, base model gpu stack spec pricing trace trainer tracer template dataset tokenizer"
        + " packing tokens estimate plan accuracy launch kube runs agent cost reconcile ledger cli",
    "kube, model gpu stack pricing trace trainer tracer template dataset tokenizer packing tokens"
        + " estimate plan accuracy cli",
  })
  void roomsLookDownOnly(String room, String forbidden) {
    String[] packages =
        java.util.Arrays.stream(forbidden.split(" "))
            .map(f -> "dev.tuneplan." + f + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.tuneplan." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(CLASSES);
  }

  @Test
  void theMiddleReadsNoFilesAndNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tuneplan.trace..",
            "dev.tuneplan.estimate..",
            "dev.tuneplan.plan..",
            "dev.tuneplan.kube.render..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "java.time..", "java.io..")
        .check(CLASSES);
  }

  @Test
  void whatARunCostIsComputedWithoutFilesAndClocks() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tuneplan.cost..",
            "dev.tuneplan.reconcile..",
            "dev.tuneplan.export..",
            "dev.tuneplan.budget..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void theLedgerAloneSpeaksSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tuneplan.ledger..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.flywaydb..")
        .check(CLASSES);
  }

  @Test
  void theKubernetesClientStaysInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tuneplan.kube.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.kubernetes..", "okhttp3..")
        .check(CLASSES);
  }

  @Test
  void nativeCodeIsCalledByTheAgentAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tuneplan.agent.nvml..", "dev.tuneplan.agent.process..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CLASSES);
  }

  @Test
  void onlyItsSurveyAsksAClusterForTheDoctor() {
    noClasses()
        .that()
        .resideInAPackage("dev.tuneplan.kube.doctor..")
        .and()
        .doNotHaveSimpleName("ClusterSurvey")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("ClusterApi")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "java.time..", "java.io..")
        .check(CLASSES);
  }

  @Test
  void pricesTouchFilesAtTheEdgeOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.tuneplan.pricing..")
        .and()
        .haveSimpleNameNotEndingWith("File")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .check(CLASSES);
  }
}
