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

/** What a launch of a plan sends: its trainer's settings and image, laid over a template. */
final class PlannedManifest {
  private PlannedManifest() {}

  /**
   * What a manifest follows from.
   *
   * @param template goes before the one that the spec names
   */
  static RenderRequest request(
      LaunchPlan plan, Home home, Optional<Path> template, RenderRequest.Options options) {
    TrainerLaunch trainer = Trainers.of(plan).render(plan, Folders.POD);
    Image image = Image.of(plan, trainer, home.images().of(trainer.trainer()));
    Optional<Path> own =
        template.or(() -> plan.spec().launch().kubernetes().template().map(Path::of));
    return new RenderRequest(
        plan, trainer, image, new K8sTemplates(home).of(options.kind(), own), options);
  }

  static Manifest of(RenderRequest request, Home home) {
    return new K8sTemplates(home).renderer().render(request);
  }

  /** With everything as the plan says it. */
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
    Kind kind = Kind.of(plan.spec().launch().kubernetes().kind());
    RenderRequest.Options options =
        new RenderRequest.Options(kind, namespace, hold, owner, plan.id(), Main.VERSION);
    return of(request(plan, home, Optional.empty(), options), home);
  }
}
