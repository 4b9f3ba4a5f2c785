package dev.tuneplan.pricing;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.CsvText;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.gpu.GpuProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public price catalogue as lines of a price list, with a remark for every row that was left out
 * or changed: no row vanishes without a word.
 *
 * @param format how the catalogue is written
 * @param provider whose prices they are
 * @param date of all lines
 * @param read rows in the catalogue
 * @param rows lines for a price list
 * @param remarks by place; those that leave a row out and those that took it with care
 */
public record PriceImport(
    PriceFormat format,
    String provider,
    String date,
    int read,
    List<PriceRow> rows,
    List<Remark> remarks) {
  private static final Pattern DATED =
      Pattern.compile("(?<!\\d)(20\\d{2})(\\d{2})(\\d{2})-\\d+(?!\\d)");

  public PriceImport {
    rows = List.copyOf(rows);
    remarks = List.copyOf(remarks);
  }

  /**
   * What a user asks for.
   *
   * @param format empty to tell it by the file
   * @param provider empty to tell it by the file or its path
   * @param date of the prices; empty when nobody knows
   * @param names what the catalogue's names of GPUs mean, where it leaves that open
   */
  public record Request(
      Optional<PriceFormat> format,
      Optional<String> provider,
      Optional<String> date,
      List<NameRule> names) {}

  /**
   * What is known already.
   *
   * @param gpus every profile
   * @param shipped the project's own price list
   * @param ownNames the user's rules for names
   * @param shippedNames the project's rules for names
   * @param withdrawn list prices that are no longer true
   */
  public record Known(
      List<GpuProfile> gpus,
      List<PriceRow> shipped,
      List<NameRule> ownNames,
      List<NameRule> shippedNames,
      List<WithdrawnPrice> withdrawn) {}

  /** Reads a file. */
  public static PriceImport read(Path file, Request request, Known known) {
    return of(file.toString(), TextFile.read(file), request, known);
  }

  /** Reads text that came from {@code name}; its faults are thrown, all at once. */
  static PriceImport of(String name, String text, Request request, Known known) {
    KnownMachines machines = new KnownMachines(known.shipped());
    GpuNames names =
        new GpuNames(
            known.gpus(),
            machines,
            new GpuNames.Rules(request.names(), known.ownNames(), known.shippedNames()));
    Catalogue read = catalogue(name, text, request, machines);
    Catalogue whole =
        read.provider().equals("gcp") && read.format() == PriceFormat.SKYPILOT
            ? GcpHosts.join(read, machines, names)
            : read;
    Placement placement = new Placement(whole.provider(), names, machines, known.withdrawn());
    String date = request.date().or(() -> dateIn(name)).orElse(PriceRow.UNDATED);
    RowGroups groups =
        new RowGroups(whole.provider(), date, whole.format().word() + " " + tail(name));
    List<PriceRow> rows = groups.group(placement.place(whole.rows()));
    List<Remark> remarks = new ArrayList<>(whole.remarks());
    remarks.addAll(placement.remarks());
    remarks.addAll(groups.remarks());
    remarks.addAll(new Comparison(name, machines).of(rows));
    return new PriceImport(
        whole.format(), whole.provider(), date, whole.read(), rows, settled(remarks));
  }

  /** Rows that were left out need no further remarks. */
  private static List<Remark> settled(List<Remark> remarks) {
    Set<Place> left = new HashSet<>();
    remarks.stream().filter(r -> r.reason().leaves()).forEach(r -> left.add(r.place()));
    return remarks.stream()
        .filter(r -> r.reason().leaves() || !left.contains(r.place()))
        .sorted(
            Comparator.comparingInt((Remark r) -> r.place().line()).thenComparing(Remark::reason))
        .toList();
  }

  private static Catalogue catalogue(
      String name, String text, Request request, KnownMachines machines) {
    if (text.isBlank()) {
      throw new InvalidInput(Place.of(name), "", "is empty");
    }
    if (PriceFormat.mapping(name, text)) {
      if (request.format().filter(f -> f != PriceFormat.OPENCOST).isPresent()) {
        throw new InvalidInput(
            new Place(name, 1, 1),
            "",
            "is no "
                + request.format().get().word()
                + " file but a mapping, as OpenCost's JSON is;"
                + " use --format opencost");
      }
      return OpenCostPricing.read(YamlFiles.parse(name, text), request.provider(), machines);
    }
    CsvText csv = CsvText.read(name, text);
    request.format().ifPresent(f -> f.require(csv));
    PriceFormat format = PriceFormat.of(csv);
    return switch (format) {
      case SKYPILOT ->
          SkyPilotCatalogue.read(csv, ProviderNames.required(request.provider(), name));
      case GPUHUNT -> GpuhuntCatalogue.read(csv, ProviderNames.required(request.provider(), name));
      case OPENCOST ->
          OpenCostPricing.read(
              csv,
              request
                  .provider()
                  .map(ProviderNames::of)
                  .or(() -> ProviderNames.inPath(name))
                  .orElse("custom"),
              machines);
    };
  }

  /** gpuhunt's versions are dates, such as {@code 20260818-42}, and stand in the path. */
  private static Optional<String> dateIn(String path) {
    Matcher m = DATED.matcher(path);
    return m.find()
        ? Optional.of(m.group(1) + "-" + m.group(2) + "-" + m.group(3))
        : Optional.empty();
  }

  /** The file and its folder: enough to know it again, and the same from everywhere. */
  private static String tail(String path) {
    String[] parts = path.replace('\\', '/').split("/");
    return parts.length < 2 ? parts[0] : parts[parts.length - 2] + "/" + parts[parts.length - 1];
  }

  /** Rows that were left out. */
  public int left() {
    return (int) remarks.stream().filter(r -> r.reason().leaves()).count();
  }

  /** Rows that went into lines. */
  public int taken() {
    return read - left();
  }
}
