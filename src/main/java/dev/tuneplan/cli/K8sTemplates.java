package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.kube.render.Kind;
import dev.tuneplan.kube.render.Renderer;
import dev.tuneplan.kube.render.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The templates of the project, with a user's over them. */
record K8sTemplates(Home home) {
  private static final String FOLDER = "k8s-templates";

  /** With what every kind of run has. */
  Renderer renderer() {
    Path folder = home.shipped().resolve(FOLDER);
    String both = read(folder.resolve("configmap.yaml")) + "---\n";
    return new Renderer(Template.parse(FOLDER, both + read(folder.resolve("service.yaml"))));
  }

  /** The template of a kind: the named file, or the one in the user's folder, over the shipped. */
  Template of(Kind kind, Optional<Path> named) {
    Path shipped = home.shipped().resolve(FOLDER).resolve(kind.template());
    Path users = home.user().resolve(FOLDER).resolve(kind.template());
    Template base = Template.parse(shipped.toString(), read(shipped));
    Optional<Path> own = named.or(() -> Optional.of(users).filter(Files::isRegularFile));
    return own.map(p -> base.under(Template.parse(p.toString(), read(p)))).orElse(base);
  }

  /** The roles that a launch needs. */
  Template rights() {
    Path file = home.shipped().resolve(FOLDER).resolve("rbac.yaml");
    return Template.parse(file.toString(), read(file));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInput(Place.of(file.toString()), "", "no such file");
    } catch (IOException e) {
      throw new InvalidInput(Place.of(file.toString()), "", "cannot be read: " + e.getMessage());
    }
  }
}
