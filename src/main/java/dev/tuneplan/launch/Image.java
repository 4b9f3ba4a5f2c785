package dev.tuneplan.launch;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The image that a run is launched with.
 *
 * @param reference as a registry knows it
 * @param notes what a person should know, in sentences
 */
public record Image(String reference, List<String> notes) {
  public Image {
    notes = List.copyOf(notes);
  }

  /**
   * The one that the spec names, or that of the trainer's profile if it has what the plan needs.
   *
   * @throws InvalidInput when there is none, or when something is missing in it
   */
  public static Image of(LaunchPlan plan, TrainerLaunch trainer, Optional<ImageProfile> profile) {
    Optional<String> named = plan.spec().launch().kubernetes().pod().image();
    Place at = plan.spec().launch().kubernetes().place();
    if (named.isEmpty() && profile.isEmpty()) {
      throw new InvalidInput(
          at,
          "kubernetes.image",
          "is required, since no image is known for "
              + trainer.trainer()
              + ": name one in the spec, or describe one in images/");
    }
    List<String> notes = new ArrayList<>();
    if (named.isEmpty()) {
      List<String> lacks = profile.get().lacks(trainer.needs());
      if (!lacks.isEmpty()) {
        throw new InvalidInput(at, "kubernetes.image", lacking(profile.get(), lacks));
      }
    } else if (!trainer.needs().packages().isEmpty()) {
      notes.add(
          named.get()
              + " must have "
              + String.join(", ", trainer.needs().packages())
              + "; that was not looked at");
    }
    String image = named.orElseGet(() -> profile.get().image());
    if (!image.contains("@")) {
      notes.add(
          image
              + " has no digest: what it holds may change; name it with kubernetes.image:"
              + " IMAGE@sha256:...");
    }
    return new Image(image, notes);
  }

  private static String lacking(ImageProfile profile, List<String> lacks) {
    String packages = String.join(" ", lacks);
    return "is required: "
        + profile.image()
        + " lacks "
        + String.join(" and ", lacks)
        + ", which this plan needs. Build one with 'FROM "
        + profile.image()
        + "' and 'RUN pip install "
        + packages
        + "', and name it"
        + (lacks.contains(Needed.BITSANDBYTES)
            ? "; or plan without it: method.type: lora and an optimizer that is not in 8 bits"
            : lacks.contains("flash-attn") ? "; or plan with training.attention: sdpa" : "")
        + (lacks.contains("deepspeed") ? "; or plan with training.parallelism: fsdp" : "");
  }
}
