package dev.tuneplan.usage.read;

import dev.tuneplan.base.Money;
import dev.tuneplan.usage.Bill;
import dev.tuneplan.usage.CallKey;
import dev.tuneplan.usage.Calls;
import dev.tuneplan.usage.Fault;
import dev.tuneplan.usage.Left;
import dev.tuneplan.usage.Tally;
import dev.tuneplan.usage.Tokens;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Says what a row means, and adds it up. */
final class RowMeaning {
  private static final int FIRST_BAD_STATUS = 400;
  private static final int LONGEST_TIER = 40;
  private final RowFields f;
  private final int bucketDay;

  /**
   * @param bucketDay of the bucket that the row is in, or {@link CallKey#NO_DAY}
   */
  RowMeaning(RowFields fields, int bucketDay) {
    this.f = fields;
    this.bucketDay = bucketDay;
  }

  /** Adds the row up; {@code at} says where it begins. */
  void tell(Place at, Tally to) throws BadRow {
    if (f.has(Slot.AMOUNT)) {
      if (!f.has(Slot.CURRENCY)) {
        throw new BadRow("amount.currency", "is missing, so the amount says nothing");
      }
      Bill bill =
          new Bill(f.text(Slot.LINE_ITEM), day(), new Money(f.money(Slot.AMOUNT).orElseThrow()));
      to.bill(bill, f.text(Slot.CURRENCY), at.fault("amount.currency", ""));
      return;
    }
    if (f.yes(Slot.CACHE_HIT)) {
      to.left(Left.FROM_CACHE, at.fault("", ""));
      return;
    }
    Optional<Tokens> tokens = new RowTokens(f).read();
    String model = model();
    boolean none = tokens.isEmpty() || tokens.get().equals(Tokens.NONE);
    if (tokens.isEmpty() || none && (model.isEmpty() || failed())) {
      Left why = why(model);
      to.left(why, at.fault(model, "has no usage: its cost is not known"));
      return;
    }
    long calls = f.has(Slot.CALLS) ? f.count(Slot.CALLS) : 1;
    Optional<BigDecimal> logged = f.money(Slot.LOGGED);
    to.call(
        new CallKey(f.text(Slot.PROVIDER).toLowerCase(Locale.ROOT), model, tier(), day()),
        new Calls(
            calls, tokens.get(), logged.orElse(BigDecimal.ZERO), logged.isPresent() ? calls : 0));
  }

  private Left why(String model) {
    if (failed()) {
      return Left.FAILED;
    }
    if (f.text(Slot.OBJECT).endsWith(".chunk")) {
      return Left.CHUNK;
    }
    return model.isEmpty() ? Left.OTHER : Left.NO_USAGE;
  }

  private boolean failed() {
    String status = f.text(Slot.STATUS).toLowerCase(Locale.ROOT);
    if (f.has(Slot.ERROR) || status.startsWith("fail") || status.equals("error")) {
      return true;
    }
    return status.length() == 3
        && status.chars().allMatch(Character::isDigit)
        && Integer.parseInt(status) >= FIRST_BAD_STATUS;
  }

  /** What answered says best which model it was; proxies name what they were asked for. */
  private String model() {
    for (Slot slot : new Slot[] {Slot.RESPONSE_MODEL, Slot.MODEL, Slot.REQUEST_MODEL}) {
      if (f.has(slot)) {
        return f.text(slot);
      }
    }
    return "";
  }

  private String tier() {
    String tier = f.text(Slot.TIER).toLowerCase(Locale.ROOT);
    // OpenAI's files of answers to a batch carry custom_id beside the response
    if (f.yes(Slot.BATCH)
        || f.has(Slot.CUSTOM_ID)
        || f.text(Slot.CALL_TYPE).contains("batch")
        || tier.equals(CallKey.BATCH)) {
      return CallKey.BATCH;
    }
    return switch (tier) {
      case "", "default", "auto", CallKey.STANDARD -> CallKey.STANDARD;
      default -> tier.substring(0, Math.min(tier.length(), LONGEST_TIER));
    };
  }

  private int day() {
    if (bucketDay != CallKey.NO_DAY) {
      return bucketDay;
    }
    return Days.of(f.text(f.has(Slot.START) ? Slot.START : Slot.CREATED));
  }

  /** Where a row begins, from 1. */
  record Place(long line, int column) {
    Fault fault(String subject, String rule) {
      return new Fault(line, column, subject, rule);
    }
  }
}
