package dev.tuneplan.cli;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.estimate.Speed;
import dev.tuneplan.plan.Candidate;
import java.util.Locale;

/** One configuration for people. */
final class EstimateText {
  private EstimateText() {}

  static String of(Candidate c, boolean markdown) {
    return heading(c) + memory(c.estimate(), markdown) + speed(c.estimate(), markdown) + cost(c);
  }

  private static String heading(Candidate c) {
    Setup s = c.setup();
    return Text.of(
        "%s, %s, %d x %s, %d x %d tokens a micro-step, %d micro-step%s a step, stack %s%n"
            + "%,d parameters, %,d trained (%.3f %%)%nbasis: %s%n%n",
        s.model().id(),
        s.method().type().name().toLowerCase(Locale.ROOT),
        s.gpus(),
        s.gpu().name(),
        s.microBatch(),
        s.sequence(),
        s.accumulation(),
        s.accumulation() == 1 ? "" : "s",
        s.stack().id(),
        s.model().parameters(),
        s.trainable(),
        100.0 * s.trainable() / s.model().parameters(),
        c.basis());
  }

  private static String times(Correction c) {
    return Text.of(", x%.2f above what is exact", c.factor());
  }

  private static String memory(Estimate e, boolean markdown) {
    Memory m = e.memory();
    Setup s = e.setup();
    Table t = new Table("memory at the " + m.phase(), "GiB", "formula", "source");
    m.terms()
        .forEach(
            x -> t.row(x.name(), Text.of("%.2f", x.bytes() / Text.GIB), x.formula(), x.source()));
    t.row("allocated", Text.of("%.2f", m.allocatedBytes() / Text.GIB), "sum", "");
    t.row(
        "reserved",
        Text.of("%.2f", m.reservedBytes() / Text.GIB),
        "allocated x slack of the allocator",
        "stack profile " + s.stack().id());
    t.row(
        "nvidia-smi",
        Text.of("%.2f", m.deviceBytes() / Text.GIB),
        "reserved + context" + e.lessons().of(Quantity.MEMORY).map(EstimateText::times).orElse(""),
        "stack profile " + s.stack().id());
    String host =
        m.hostBytes() > 0
            ? Text.of("%.0f GiB of host memory for what is offloaded%n", m.hostBytes() / Text.GIB)
            : "";
    return (markdown ? t.markdown() : t.text())
        + Text.of(
            "P10 %s, P90 %s GiB of %.1f usable: %s, P(OOM) %s%n",
            Text.gib(m.device().p10()),
            Text.gib(m.device().p90()),
            s.gpu().usableGiB(),
            m.fit().name().toLowerCase(Locale.ROOT),
            Text.percent(m.oomProbability()))
        + host
        + "\n";
  }

  private static String speed(Estimate e, boolean markdown) {
    Speed speed = e.speed();
    Table t = new Table("time of a micro-step", "ms", "TFLOP", "GB moved", "kernels", "binds");
    speed
        .classes()
        .forEach(c ->
            t.row(
                c.name(),
                Text.of("%.1f", c.seconds() * 1e3),
                Text.of("%.2f", c.flops() / 1e12),
                Text.of("%.1f", c.bytes() / 1e9),
                Text.of("%.0f", c.count()),
                c.binds()));
    Range rate = speed.tokensPerSecondPerGpu();
    return (markdown ? t.markdown() : t.text())
        + Text.of(
            "%.0f tokens/s/GPU (P10 %.0f, P90 %.0f), MFU %s; mostly bound by %s%n%n",
            rate.p50(), rate.p10(), rate.p90(), Text.percent(e.mfu()), speed.binds());
  }

  private static String cost(Candidate c) {
    String usd =
        c.usd()
            .map(u ->
                Text.of("%s (%s - %s)", Text.usd(u.p50()), Text.usd(u.p10()), Text.usd(u.p90())))
            .orElse("unpriced: no offer for this GPU; see 'tuneplan prices'");
    String offer =
        c.offer()
            .map(o ->
                Text.of(
                    ", %s %s %s at %s USD/h (%s)",
                    o.provider(), o.instanceType(), o.region(), o.usdPerHour(), o.date()))
            .orElse("");
    return Text.of(
        "%,.0f tokens take %s (%s) and cost %s%s%n",
        c.tokens(), Text.hours(c.hours().p50()), Text.hours(c.hours()), usd, offer);
  }
}
