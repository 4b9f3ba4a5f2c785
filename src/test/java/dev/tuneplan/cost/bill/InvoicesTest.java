package dev.tuneplan.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.rate.Machine;
import dev.tuneplan.cost.rate.PriceSeries;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Effect;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvoicesTest {
  /** Hours of the clock of every machine of a run, at prices of one's own. */
  private static List<PaidHours> paid(RunCost cost, Random random) {
    List<PaidHours> paid = new ArrayList<>();
    for (PodCost pod : cost.pods()) {
      NodeFacts node = pod.pod().node().orElseThrow();
      Span span = pod.timeline().span();
      Instant hour = span.from().truncatedTo(ChronoUnit.HOURS);
      for (; hour.isBefore(span.to()); hour = hour.plus(1, ChronoUnit.HOURS)) {
        Span of = new Span(hour, hour.plus(1, ChronoUnit.HOURS));
        boolean known =
            paid.stream().anyMatch(p -> p.machine().equals(node.name()) && p.span().equals(of));
        if (!known && random.nextInt(4) > 0) {
          Money price = new Money(BigDecimal.valueOf(random.nextLong(1, 9_999_999), 5));
          paid.add(new PaidHours(node.name(), "box", of, BigDecimal.ONE, price, "USD", "a.csv"));
        }
      }
    }
    return paid;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"normal", "pull-slow", "preempted-twice", "late-pod", "mig", "node-split"})
  void bridgesStayExactAndTheInvoiceIsALineOfItsOwn(String name) throws IOException {
    RunCost cost = Histories.cost(name);
    Reconciliation before = Histories.reconciliation(name);
    for (long seed = 1; seed <= 200; seed++) {
      Invoices invoices = new Invoices(paid(cost, new Random(seed)));
      RunCost by = invoices.over(cost);
      assertThat(invoices.over(by).pods()).as("seed %d", seed).isEqualTo(by.pods());
      assertThat(by.assumed().pods()).isEqualTo(cost.pods());
      Reconciliation after = Reconciliation.of(by, before.planned());
      for (Bridge.Method method : Bridge.Method.values()) {
        Bridge bridge = after.bridge(method).orElseThrow();
        assertThat(bridge.of(Effect.BILL)).isEqualTo(by.total().minus(cost.total()));
        assertThat(bridge.of(Effect.RATE))
            .isEqualTo(before.bridge(method).orElseThrow().of(Effect.RATE));
        assertThat(bridge.of(Effect.UNEXPLAINED))
            .isEqualTo(before.bridge(method).orElseThrow().of(Effect.UNEXPLAINED));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"normal", "mig", "node-split"})
  void aRunCostsItsPartOfWhatWasPaidForTheMachine(String name) throws IOException {
    RunCost cost = Histories.cost(name);
    PodCost pod = cost.pods().getFirst();
    NodeFacts node = pod.pod().node().orElseThrow();
    Span span = pod.timeline().span();
    BigDecimal hours = new BigDecimal("48");
    PaidHours twoDays =
        new PaidHours(
            node.name().toUpperCase(java.util.Locale.ROOT),
            "",
            new Span(span.from().minusSeconds(86_400), span.from().plusSeconds(86_400)),
            hours,
            Money.of("960"),
            "USD",
            "a.csv");
    BigDecimal perHour = new BigDecimal("20");
    Rate rate = pod.tariff().orElseThrow().rate();
    Rate same =
        rate instanceof Rate.OfNode n
            ? new Rate.OfNode(PriceSeries.always(perHour), n.proportion(), n.source())
            : new Rate.PerGpu(
                PriceSeries.always(perHour.divide(Machine.gpus(node))), rate.source());
    assertThat(new Invoices(List.of(twoDays)).over(cost).total()).isEqualTo(pod.at(same).total());
  }

  @Test
  void anotherCurrencyAndOtherMachinesChangeNothing() throws IOException {
    RunCost cost = Histories.cost("normal");
    List<PaidHours> euro =
        paid(cost, new Random(1)).stream()
            .map(p ->
                new PaidHours(p.machine(), "", p.span(), p.hours(), p.cost(), "EUR", p.source()))
            .toList();
    assertThat(new Invoices(euro).over(cost)).isEqualTo(cost);
    List<PaidHours> other =
        paid(cost, new Random(1)).stream()
            .map(p ->
                new PaidHours(
                    p.machine() + "1", "", p.span(), p.hours(), p.cost(), "USD", p.source()))
            .toList();
    assertThat(new Invoices(other).over(cost)).isEqualTo(cost);
  }

  @ParameterizedTest
  @CsvSource({
    "ip-10-0-1-2.ec2.internal, aws:///us-east-1a/i-0abc12, i-0abc12, true",
    "ip-10-0-1-2.ec2.internal, aws:///us-east-1a/i-0abc12,"
        + " arn:aws:ec2:us-east-1:1:instance/i-0ABC12, true",
    "ip-10-0-1-2.ec2.internal, aws:///us-east-1a/i-0abc12, i-0abc1, false",
    "gke-pool-1a2b, gce://project/zone/gke-pool-1a2b, projects/123/instances/gke-pool-1a2b, true",
    "aks-gpu-vmss000000, azure:///subscriptions/s/vmss/x/virtualMachines/0,"
        + " /subscriptions/s/vmss/X/virtualMachines/0, true",
    "aks-gpu-vmss000000, azure:///subscriptions/s/vmss/x/virtualMachines/0,"
        + " /subscriptions/s/vmss/y/virtualMachines/0, false",
  })
  void machinesAreFoundByTheNamesThatCloudsGiveThem(
      String node, String id, String invoice, boolean found) {
    NodeFacts facts =
        new NodeFacts(
            node,
            Optional.of(id),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Capacity.UNKNOWN,
            Optional.empty(),
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty());
    assertThat(MachineNames.of(facts).stream().anyMatch(MachineNames.of(invoice)::contains))
        .isEqualTo(found);
  }
}
