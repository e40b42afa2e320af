package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many frames a level puts into their class.
 *
 * @param network its name
 * @param level as DESIGN names it: train, ir, fast, rtl
 * @param labels names of the classes
 * @param confusion {@code [classes][classes]}: how many frames of a class (row) were put into a
 *     class (column)
 */
public record EvaluationReport(
    String network, String level, List<String> labels, List<List<Integer>> confusion) {
  public EvaluationReport {
    labels = List.copyOf(labels);
    confusion = confusion.stream().map(List::copyOf).toList();
  }

  /**
   * Counts.
   *
   * @param predicted class of each frame
   * @param actual label of each frame
   */
  public static EvaluationReport of(
      String network, String level, List<String> labels, int[] predicted, int[] actual) {
    int classes = labels.size();
    int[][] counts = new int[classes][classes];
    for (int frame = 0; frame < predicted.length; frame++) {
      counts[actual[frame]][predicted[frame]]++;
    }
    List<List<Integer>> confusion = new ArrayList<>();
    for (int[] row : counts) {
      confusion.add(Arrays.stream(row).boxed().toList());
    }
    return new EvaluationReport(network, level, labels, confusion);
  }

  /** The number of frames. */
  public int frames() {
    return confusion.stream().flatMap(List::stream).mapToInt(Integer::intValue).sum();
  }

  /** How many were put into their class. */
  public int correct() {
    int correct = 0;
    for (int k = 0; k < confusion.size(); k++) {
      correct += confusion.get(k).get(k);
    }
    return correct;
  }

  /** The share put into their class, 0 to 1. */
  public double accuracy() {
    return frames() == 0 ? 0 : (double) correct() / frames();
  }

  /** Puts {@code network, level, frames, correct, accuracy, labels, confusion}. */
  public void putInto(ObjectNode json) {
    json.put("network", network);
    json.put("level", level);
    json.put("frames", frames());
    json.put("correct", correct());
    json.put("accuracy", accuracy());
    ArrayNode names = json.putArray("labels");
    labels.forEach(names::add);
    ArrayNode rows = json.putArray("confusion");
    for (List<Integer> row : confusion) {
      ArrayNode cells = rows.addArray();
      row.forEach(cells::add);
    }
  }

  /** The accuracy and the confusion matrix for people. */
  public String text() {
    List<String> header = new ArrayList<>();
    header.add("is \\ taken for");
    header.addAll(labels);
    header.add("right");
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (int k = 0; k < labels.size(); k++) {
      List<String> row = new ArrayList<>();
      row.add(labels.get(k));
      int total = 0;
      for (int count : confusion.get(k)) {
        row.add(count == 0 ? "–" : Integer.toString(count));
        total += count;
      }
      row.add(
          total == 0
              ? "–"
              : String.format(Locale.ROOT, "%.1f %%", 100.0 * confusion.get(k).get(k) / total));
      table.row(row.toArray(String[]::new));
    }
    return String.format(
            Locale.ROOT,
            "%s at level %s: %,d of %,d right, %.2f %%%n%n",
            network,
            level,
            correct(),
            frames(),
            100 * accuracy())
        + table.render();
  }
}
