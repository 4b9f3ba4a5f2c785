package dev.tuneplan.kube.doctor;

/** Counts of extended resources, which Kubernetes keeps whole. */
final class Quantity {
  private Quantity() {}

  /** A count; what is none is 0. Thousands may be written as {@code 2k}. */
  static long whole(String text) {
    if (text.matches("[0-9]{1,15}")) {
      return Long.parseLong(text);
    }
    return text.matches("[0-9]{1,12}k")
        ? 1000 * Long.parseLong(text.substring(0, text.length() - 1))
        : 0;
  }
}
