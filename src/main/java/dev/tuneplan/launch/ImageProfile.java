package dev.tuneplan.launch;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.util.List;

/**
 * A trainer's image and what is in it.
 *
 * @param id the profile's id and file name
 * @param trainer whose image it is
 * @param image as a registry knows it
 * @param packages Python packages that are in it, of those that a plan may need
 * @param source where that was read
 * @param date when
 */
public record ImageProfile(
    String id, String trainer, String image, List<String> packages, String source, String date) {
  public ImageProfile {
    packages = List.copyOf(packages);
  }

  /** Reads a profile; faults are thrown together. */
  static ImageProfile read(Node root) {
    Problems problems = new Problems();
    Fields f = Fields.of(root, problems);
    f.requiredText("apiVersion");
    f.word("kind", List.of("TrainerImage"));
    ImageProfile profile =
        new ImageProfile(
            f.requiredText("id"),
            f.requiredText("trainer"),
            f.requiredText("image"),
            f.texts("packages"),
            f.requiredText("source"),
            f.requiredText("date"));
    f.text("notes");
    f.refuseOthers();
    problems.throwIfAny();
    return profile;
  }

  /** What the image lacks of what a plan needs. */
  public List<String> lacks(TrainerLaunch.Needs needs) {
    return needs.packages().stream().filter(p -> !packages.contains(p)).toList();
  }
}
