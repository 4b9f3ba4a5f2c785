package dev.tuneplan.cli;

import dev.tuneplan.pricing.PriceImport;
import dev.tuneplan.pricing.PriceRow;
import dev.tuneplan.pricing.PriceUpdate;
import dev.tuneplan.pricing.Remark;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What an import of prices did, as text and as a tree. */
final class ImportText {
  private final Path file;
  private final Path list;
  private final PriceImport read;
  private final PriceUpdate update;
  private final boolean written;

  ImportText(Path file, Path list, PriceImport read, PriceUpdate update, boolean written) {
    this.file = file;
    this.list = list;
    this.read = read;
    this.update = update;
    this.written = written;
  }

  String text(boolean markdown, boolean every, boolean dryRun) {
    StringBuilder out = new StringBuilder();
    boolean undated = read.date().equals(PriceRow.UNDATED);
    out.append(
        Text.of(
            "%s: %s, provider %s, %s%n",
            file,
            read.format().word(),
            read.provider(),
            undated ? "undated (give --date if you know when it was read)" : "of " + read.date()));
    out.append(
        Text.of(
            "%s read: %,d taken into %s, %,d left out%n",
            count(read.read(), "row"),
            read.taken(),
            count(read.rows().size(), "line"),
            read.left()));
    out.append(counted("left out because", counts(true), markdown));
    out.append(counted("taken with care", counts(false), markdown));
    if (every) {
      out.append('\n');
      read.remarks().forEach(r -> out.append(markdown ? "- " : "").append(r).append('\n'));
    }
    out.append(
        Text.of(
            "%n%,d added, %,d updated, %,d unchanged, %,d kept with a later date%n",
            update.added().size(),
            update.updated().size(),
            update.unchanged().size(),
            update.kept().size()));
    out.append(
        written
            ? "Wrote " + list + "\n"
            : dryRun
                ? "Nothing was written: --dry-run\n"
                : read.rows().isEmpty()
                    ? "Nothing was written: no row could be taken\n"
                    : "Nothing was written: the list has all of it\n");
    return out.toString();
  }

  private static String count(int n, String what) {
    return Text.of("%,d %s%s", n, what, n == 1 ? "" : "s");
  }

  private static String counted(String heading, Map<String, Long> counts, boolean markdown) {
    if (counts.isEmpty()) {
      return "";
    }
    Table t = new Table("rows", heading);
    counts.forEach((sentence, n) -> t.row(Text.of("%,d", n), sentence));
    return "\n" + (markdown ? t.markdown() : t.text());
  }

  /** Rows by sentence, the most frequent first. */
  private Map<String, Long> counts(boolean leaves) {
    Map<String, Long> counted =
        read.remarks().stream()
            .filter(r -> r.reason().leaves() == leaves)
            .collect(Collectors.groupingBy(Remark::sentence, Collectors.counting()));
    return counted.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
  }

  Map<String, Object> tree() {
    return Tree.of(
        "format", read.format().word(),
        "provider", read.provider(),
        "date", read.date(),
        "rows", read.read(),
        "taken", read.taken(),
        "leftOut", read.left(),
        "leftOutBecause", counts(true),
        "takenWithCare", counts(false),
        "lines", read.rows().size(),
        "added", update.added().size(),
        "updated", update.updated().size(),
        "unchanged", update.unchanged().size(),
        "keptWithLaterDate", update.kept().size(),
        "written", written,
        "remarks", read.remarks().stream().map(ImportText::tree).toList());
  }

  private static Map<String, Object> tree(Remark r) {
    return Tree.of(
        "place", r.place().toString(),
        "row", r.row(),
        "leftOut", r.reason().leaves(),
        "reason", r.sentence());
  }
}
