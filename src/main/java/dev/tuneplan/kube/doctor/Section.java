package dev.tuneplan.kube.doctor;

import java.util.List;

/**
 * Checks that belong together.
 *
 * @param id for programs: machine, cluster, rights or plan
 * @param title for people
 */
public record Section(String id, String title, List<Check> checks) {
  public Section {
    checks = List.copyOf(checks);
  }
}
