package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Folders;
import dev.tuneplan.launch.Image;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.Trainers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Requests with the project's own templates. */
public final class Requests {
  private static final Path TEMPLATES = Path.of("k8s-templates");

  private Requests() {}

  /** A template of the project. */
  public static Template template(String file) {
    try {
      return Template.parse(file, Files.readString(TEMPLATES.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What lays runs over them. */
  public static Renderer renderer() {
    return new Renderer(
        new Template(
            List.of(
                template("configmap.yaml").objects().getFirst(),
                template("service.yaml").objects().getFirst())));
  }

  /** The request of a plan, with its spec's kind. */
  public static RenderRequest of(LaunchPlan plan) {
    Kind kind = Kind.of(plan.spec().launch().kubernetes().kind());
    return of(plan, template(kind.template()), false);
  }

  /** The manifest of a plan over a user's template for a Job. */
  public static Manifest manifest(LaunchPlan plan, Template users) {
    return renderer().render(of(plan, template("job.yaml").under(users), false));
  }

  static RenderRequest of(LaunchPlan plan, Template template, boolean hold) {
    Kind kind = Kind.of(plan.spec().launch().kubernetes().kind());
    return new RenderRequest(
        plan,
        Trainers.of(plan).render(plan, Folders.POD),
        new Image(
            plan.spec()
                .launch()
                .kubernetes()
                .pod()
                .image()
                .orElse("example.com/trainer@sha256:" + "0123456789abcdef".repeat(4)),
            List.of()),
        template,
        new RenderRequest.Options(
            kind, Optional.empty(), hold, Optional.empty(), plan.id(), "0.1.0"));
  }

  /** The manifest of a plan. */
  public static Manifest manifest(LaunchPlan plan) {
    return renderer().render(of(plan));
  }
}
