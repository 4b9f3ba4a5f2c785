package dev.tuneplan.cli;

import dev.tuneplan.base.Range;
import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.launch.ClusterLaunch;
import dev.tuneplan.kube.launch.Drift;
import dev.tuneplan.kube.launch.Standing;
import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.kube.runs.ClusterRun;
import dev.tuneplan.kube.runs.ClusterRuns;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.objects.KubeObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Launches plans in a cluster. */
record KubeLaunch(
    Home home, ClusterOptions cluster, LaunchOptions options, @Nullable CommandSpec command) {
  /**
   * A plan and where it goes.
   *
   * @param launch of its manifest
   */
  private record Target(
      LaunchPlan plan,
      ClusterConfig.Connection to,
      String namespace,
      Manifest manifest,
      ClusterLaunch launch) {}

  /** Launches a plan, and with --watch waits for its end. */
  ExitCode of(LaunchPlan plan) throws IOException, InterruptedException {
    Target target = target(plan);
    ClusterLaunch launch = target.launch();
    Standing standing = launch.standing();
    if (standing instanceof Standing.There t && t.phase() == Standing.Phase.DELETING) {
      Main.note(command, launch.word() + " is being deleted; waiting until it is gone");
      gone(launch, launch.gone(t.runner()));
      standing = launch.standing();
    }
    return switch (standing) {
      case Standing.Foreign _ ->
          throw new Refused(
              409,
              "AlreadyExists",
              launch.word()
                  + " is there in "
                  + target.namespace()
                  + ", and was not launched from this plan; delete it, or name the spec otherwise");
      case Standing.Absent _ -> made(target, Optional.empty());
      case Standing.There t when t.phase().ended() && options.again() ->
          made(target, Optional.of(t));
      case Standing.There t -> there(target, t);
    };
  }

  private Target target(LaunchPlan plan) {
    ClusterConfig.Connection to = cluster.config().connect();
    String namespace =
        to.namespace(cluster.namespace(), plan.spec().launch().kubernetes().namespace());
    Manifest manifest =
        PlannedManifest.of(plan, home, Optional.of(namespace), owner(to.api()), options.hold());
    return new Target(
        plan, to, namespace, manifest, new ClusterLaunch(to.api(), namespace, manifest));
  }

  /** Who launches, as the cluster knows them; a server that does not tell is no fault. */
  private static Optional<String> owner(ClusterApi api) {
    try {
      return api.user();
    } catch (Refused e) {
      return Optional.empty();
    }
  }

  private static void gone(ClusterLaunch launch, boolean gone) {
    if (!gone) {
      throw new Refused(409, "Conflict", launch.word() + " does not go away");
    }
  }

  /**
   * Makes a run that is not there, or anew one that ended.
   *
   * @param ended goes only when the server would take the new one and the user agreed
   */
  private ExitCode made(Target target, Optional<Standing.There> ended)
      throws IOException, InterruptedException {
    ClusterLaunch launch = target.launch();
    Main.print(command, text(target));
    ended.ifPresent(e ->
        Main.note(
            command,
            launch.word()
                + " "
                + e.phase().word()
                + "; it is deleted, and made anew with the same folder and its checkpoints"));
    if (ended.isPresent()) {
      drift(launch);
    }
    ClusterLaunch.Check check = launch.check();
    check.unasked().forEach(u -> Main.note(command, u));
    if (!check.refusals().isEmpty()) {
      check.refusals().forEach(r -> Main.note(command, r));
      Main.note(command, "nothing was made; 'tuneplan doctor --plan PLAN' says what is missing");
      return ExitCode.CLUSTER;
    }
    if (!policy(target).launched(command, target.plan().id().hex(), options.overBudget())) {
      return ExitCode.OVER_BUDGET;
    }
    if (!options.yes() && !Agreement.asked(command)) {
      Main.note(command, "nothing was made");
      return ExitCode.FAILED;
    }
    ended.ifPresent(e -> gone(launch, launch.remove(e.runner())));
    ClusterLaunch.Launched made = launch.launch();
    Main.print(
        command, launch.word() + (made.made() ? " created\n" : " was created by another launch\n"));
    return after(target);
  }

  /** By the labels that its Job has, which say who launches it. */
  private static BudgetPolicy policy(Target target) {
    Map<String, String> labels = new KubeObject(target.manifest().job()).labels();
    labels.put("name", target.plan().spec().name());
    return new BudgetPolicy(
        labels,
        target.plan().forecast().usd().stream().mapToDouble(Range::p50).findFirst(),
        () -> LiveRun.of(new ClusterRuns(target.to().api(), Optional.of(target.namespace()))));
  }

  /** A run that is there: what a launch before this one may have left undone is done. */
  private ExitCode there(Target target, Standing.There there)
      throws IOException, InterruptedException {
    ClusterLaunch launch = target.launch();
    boolean drifted = drift(launch);
    if (there.phase().ended()) {
      Main.print(command, line(launch, there) + "\n");
      Main.note(command, "this plan was run; --again makes a new attempt from its checkpoints");
      return exit(there);
    }
    boolean begins = there.phase() == Standing.Phase.HELD && !options.hold();
    if (begins && drifted && !options.yes() && !Agreement.asked(command)) {
      Main.note(command, launch.word() + " is held as before");
      return ExitCode.FAILED;
    }
    launch.launch();
    if (begins) {
      launch.release();
      Main.print(command, launch.word() + " was held, and begins now\n");
    } else {
      Main.print(command, line(launch, there) + "\n");
      Main.note(
          command,
          "this plan was launched already; nothing new was made"
              + (drifted ? ", and it stays as it is: once it ended, --again makes it anew" : ""));
    }
    return after(target);
  }

  /** Shows how what is there differs from what would be made now; whether it does. */
  private boolean drift(ClusterLaunch launch) {
    Drift drift = launch.drift();
    Main.print(command, drift.text());
    drift.unknown().forEach(u -> Main.note(command, u));
    return drift.found();
  }

  private static ExitCode exit(Standing.There ended) {
    return ended.phase() == Standing.Phase.FINISHED ? ExitCode.OK : ExitCode.RUN_FAILED;
  }

  private static String line(ClusterLaunch launch, Standing.There there) {
    return launch.word()
        + "  "
        + there.phase().word()
        + Standing.why(there.runner()).map(w -> "  " + w).orElse("");
  }

  private ExitCode after(Target target) throws IOException, InterruptedException {
    String id = target.plan().id().hex();
    boolean usual = target.namespace().equals(target.to().namespace());
    String words = id + (usual ? "" : " -n " + target.namespace());
    if (!options.watch()) {
      Main.note(command, RunText.commands(words));
      return ExitCode.OK;
    }
    ClusterRuns runs = new ClusterRuns(target.to().api(), Optional.of(target.namespace()));
    Optional<ClusterRun> run = runs.find(id);
    if (run.isEmpty()) {
      Main.note(command, target.launch().word() + " was deleted");
      return ExitCode.RUN_FAILED;
    }
    return Watching.of(command, Output.table, Watching.terminal())
        .follow(new FoundRun.Cluster(runs, run.get()))
        .exit();
  }

  private static String text(Target target) {
    LaunchPlan plan = target.plan();
    StringBuilder out = new StringBuilder();
    var forecast = plan.forecast();
    out.append(Text.of("%-10s %s%n", "run", plan.id().hex() + "  " + plan.spec().name()));
    out.append(
        Text.of(
            "%-10s %s%n", "cluster", target.to().context() + " at " + target.to().api().address()));
    out.append(Text.of("%-10s %s%n", "namespace", target.namespace()));
    out.append(Text.of("%-10s %d x %s%n", "hardware", plan.chosen().gpus(), plan.chosen().gpu()));
    out.append(
        Text.of(
            "%-10s %s, %s%n",
            "planned",
            Text.hours(forecast.hours().p50()),
            forecast.usd().map(u -> Text.usd(u.p50())).orElse("unpriced")));
    target
        .manifest()
        .objects()
        .forEach(o -> {
          KubeObject object = new KubeObject(o);
          out.append(
              Text.of(
                  "%-10s %s %s%n",
                  "+",
                  object.text("kind").orElse("?"),
                  object.text("metadata", "name").orElse("?")));
        });
    return out.toString();
  }
}
