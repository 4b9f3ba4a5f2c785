package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Problem;
import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.api.ClusterConfig.Connection;
import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.kube.api.Patience;
import dev.tuneplan.kube.doctor.ClusterFacts;
import dev.tuneplan.kube.doctor.ClusterSurvey;
import dev.tuneplan.kube.doctor.Doctor;
import dev.tuneplan.kube.doctor.Machine;
import dev.tuneplan.kube.doctor.Needs;
import dev.tuneplan.kube.doctor.Report;
import dev.tuneplan.kube.doctor.Right;
import dev.tuneplan.kube.doctor.Section;
import dev.tuneplan.kube.doctor.State;
import dev.tuneplan.launch.LaunchPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at a machine, then at a cluster, as far as one answers.
 *
 * @param rights that are asked for
 */
record Examination(Doctor doctor, List<Right> rights) {
  /** Who asks what is wrong waits less than who wants something done. */
  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(4), Patience.Pause.REAL);

  /** What was found, and how the command ends. */
  record Found(Report report, ExitCode code) {}

  /**
   * A plan that is to be launched.
   *
   * @param needs of its manifest
   */
  record Planned(LaunchPlan plan, Needs needs) {
    /** The namespace that it names. */
    Optional<String> namespace() {
      return plan.spec().launch().kubernetes().namespace();
    }
  }

  /**
   * Everything.
   *
   * @param namespace named by the user
   */
  Found of(
      Machine machine,
      ClusterConfig config,
      boolean named,
      Optional<String> namespace,
      Optional<Planned> planned) {
    List<Section> sections = new ArrayList<>();
    sections.add(doctor.machine(machine));
    if (!named && !config.any()) {
      String looked =
          config.files().stream().map(Object::toString).collect(Collectors.joining(", "));
      sections.add(doctor.unconfigured(looked));
      return found(sections);
    }
    Connection connection;
    try {
      connection = config.connect();
    } catch (InvalidInput e) {
      sections.add(
          doctor.unusable(
              e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "))));
      return new Found(new Report(sections), ExitCode.USAGE);
    }
    ClusterApi api = connection.api().with(PATIENCE);
    String address = api.address() + ", context " + connection.context();
    String where = connection.namespace(namespace, planned.flatMap(Planned::namespace));
    try {
      sections.addAll(cluster(new ClusterSurvey(api, where), address, planned));
    } catch (ClusterFault e) {
      sections.add(doctor.away("context " + connection.context(), e));
      return new Found(new Report(sections), ExitCode.CLUSTER);
    }
    return found(sections);
  }

  private List<Section> cluster(ClusterSurvey survey, String address, Optional<Planned> planned) {
    List<Section> sections = new ArrayList<>();
    ClusterFacts facts = survey.facts(rights);
    sections.add(doctor.cluster(address, facts, planned.map(Planned::needs)));
    sections.add(doctor.rights(facts, planned.map(Planned::needs)));
    planned.ifPresent(p ->
        sections.add(
            doctor.plan(p.plan().spec().name(), p.needs(), facts, survey.facts(p.needs()))));
    return sections;
  }

  private static Found found(List<Section> sections) {
    Report report = new Report(sections);
    return new Found(report, report.count(State.MISSING) == 0 ? ExitCode.OK : ExitCode.FAILED);
  }
}
