package dev.tuneplan.cli;

import dev.tuneplan.kube.render.Kind;
import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.kube.render.RenderRequest;
import dev.tuneplan.launch.Folders;
import dev.tuneplan.launch.Image;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.TrainerLaunch;
import dev.tuneplan.launch.Trainers;
import java.nio.file.Path;
import java.util.Optional;

/** What a launch of a plan would send, with everything as the plan says it. */
final class PlannedManifest {
  private PlannedManifest() {}

  static Manifest of(LaunchPlan plan, Home home) {
    return of(plan, home, Optional.empty(), Optional.empty(), false);
  }

  /**
   * The same with what is not the plan's.
   *
   * @param namespace goes before the plan's
   * @param owner who launches, as the cluster knows them
   */
  static Manifest of(
      LaunchPlan plan,
      Home home,
      Optional<String> namespace,
      Optional<String> owner,
      boolean hold) {
    K8sTemplates templates = new K8sTemplates(home);
    TrainerLaunch trainer = Trainers.of(plan).render(plan, Folders.POD);
    Image image = Image.of(plan, trainer, home.images().of(trainer.trainer()));
    var kubernetes = plan.spec().launch().kubernetes();
    Kind kind = Kind.of(kubernetes.kind());
    return templates
        .renderer()
        .render(
            new RenderRequest(
                plan,
                trainer,
                image,
                templates.of(kind, kubernetes.template().map(Path::of)),
                new RenderRequest.Options(kind, namespace, hold, owner, plan.id(), Main.VERSION)));
  }
}
