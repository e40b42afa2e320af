package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.network.NetworkCost;
import dev.signet.network.NetworkCost.Operations;
import dev.signet.network.NetworkCost.Parameters;
import dev.signet.network.NetworkCost.Row;
import dev.signet.network.NetworkCost.Thresholds;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a network holds and computes, layer by layer, and what remains of it in hardware. */
public record NetworkSummary(NetworkCost cost) {
  private static final int QUANTIZED = 6;

  /**
   * Puts {@code network}, {@code layers} (each with {@code name, result} and the counts), the same
   * counts of the whole ({@code one_bit_parameters, float32_parameters, bits, float32_bits,
   * one_bit_macs, quantized_macs, byte_macs, float32_operations}), {@code binarized_macs}, and
   * {@code hardware} with {@code weight_bits, threshold_bits, thresholds, scaled_classes}.
   */
  public void putInto(ObjectNode json) {
    json.put("network", cost.network());
    ArrayNode rows = json.putArray("layers");
    for (Row row : cost.layers()) {
      ObjectNode entry = rows.addObject();
      entry.put("name", row.name());
      entry.put("result", row.result().toString());
      put(entry, row.parameters(), row.operations());
    }
    put(json, cost.parameters(), cost.operations());
    json.put("float32_bits", cost.parameters().float32Bits());
    json.put("binarized_macs", Numbers.rounded(cost.operations().binarizedShare(), 6));
    ObjectNode hardware = json.putObject("hardware");
    hardware.put("weight_bits", cost.parameters().oneBit());
    hardware.put("threshold_bits", cost.thresholdBits());
    ArrayNode kinds = hardware.putArray("thresholds");
    for (Thresholds kind : cost.thresholds()) {
      ObjectNode entry = kinds.addObject();
      entry.put("layer", kind.layer());
      entry.put("count", kind.count());
      entry.put("width", kind.width());
    }
    hardware.put("scaled_classes", cost.scaledClasses());
  }

  private static void put(ObjectNode json, Parameters parameters, Operations operations) {
    json.put("one_bit_parameters", parameters.oneBit());
    json.put("float32_parameters", parameters.float32());
    json.put("bits", parameters.bits());
    json.put("one_bit_macs", operations.oneBit());
    json.put("quantized_macs", operations.quantized());
    json.put("byte_macs", operations.byteByBit());
    json.put("float32_operations", operations.float32());
  }

  /** The whole in a line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "network %s: %,d parameters of 1 bit and %,d of 32 bits in %s (float32: %s); %.2f %% of the multiply-adds binarized",
        cost.network(),
        cost.parameters().oneBit(),
        cost.parameters().float32(),
        Numbers.memory(cost.parameters().bits()),
        Numbers.memory(cost.parameters().float32Bits()),
        100 * cost.operations().binarizedShare());
  }

  /** A table of the layers, and what it adds up to. */
  public String text() {
    TextTable table =
        new TextTable(
            cells(
                "layer",
                "result",
                "1-bit",
                "32-bit",
                "memory",
                "1-bit MACs",
                "q×1-bit MACs",
                "8×1-bit MACs",
                "32-bit op."));
    cost.layers()
        .forEach(
            row ->
                row(
                    table,
                    row.name(),
                    row.result().toString(),
                    row.parameters(),
                    row.operations()));
    row(table, "total", "", cost.parameters(), cost.operations());
    return table.render()
        + "\n"
        + line()
        + "\n"
        + String.format(
            Locale.ROOT, "in hardware: %s of weights", Numbers.memory(cost.parameters().oneBit()))
        + thresholdText()
        + (cost.scaledClasses() == 0
            ? ""
            : String.format(
                Locale.ROOT, ", and a scale and offset for %,d classes", cost.scaledClasses()))
        + "\n";
  }

  private String thresholdText() {
    if (cost.thresholds().isEmpty()) {
      return "";
    }
    String kinds =
        cost.thresholds().stream()
            .collect(
                Collectors.groupingBy(
                    Thresholds::width, TreeMap::new, Collectors.summingLong(Thresholds::count)))
            .entrySet()
            .stream()
            .map(
                kind ->
                    String.format(Locale.ROOT, "%,d of %d bits", kind.getValue(), kind.getKey()))
            .collect(Collectors.joining(", "));
    return ", %s of thresholds (%s)".formatted(Numbers.memory(cost.thresholdBits()), kinds);
  }

  private void row(
      TextTable table, String name, String result, Parameters parameters, Operations operations) {
    table.row(
        cells(
            name,
            result,
            count(parameters.oneBit()),
            count(parameters.float32()),
            parameters.bits() == 0 ? "" : Numbers.memory(parameters.bits()),
            count(operations.oneBit()),
            count(operations.quantized()),
            count(operations.byteByBit()),
            count(operations.float32())));
  }

  /** Those that are shown: quantized elements have a column where there are any. */
  private String[] cells(String... all) {
    return IntStream.range(0, all.length)
        .filter(index -> index != QUANTIZED || cost.operations().quantized() > 0)
        .mapToObj(index -> all[index])
        .toArray(String[]::new);
  }

  private static String count(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
  }
}
