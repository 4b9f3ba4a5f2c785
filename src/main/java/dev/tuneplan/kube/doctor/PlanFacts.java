package dev.tuneplan.kube.doctor;

import dev.tuneplan.objects.KubeObject;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan refers to, as the cluster has it; each by its name.
 *
 * @param claims PersistentVolumeClaims; empty when one is not there
 * @param accounts whether service accounts are there
 * @param priorities whether PriorityClasses are there
 */
public record PlanFacts(
    Map<String, Seen<Optional<KubeObject>>> claims,
    Map<String, Seen<Boolean>> accounts,
    Map<String, Seen<Boolean>> priorities) {
  public PlanFacts {
    claims = Map.copyOf(claims);
    accounts = Map.copyOf(accounts);
    priorities = Map.copyOf(priorities);
  }
}
