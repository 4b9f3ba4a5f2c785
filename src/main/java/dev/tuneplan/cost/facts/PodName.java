package dev.tuneplan.cost.facts;

/**
 * Which pod.
 *
 * @param uid no other pod ever has it
 */
public record PodName(String namespace, String name, String uid) {
  @Override
  public String toString() {
    return name;
  }
}
