package dev.signet.lower;

import dev.signet.ir.Borders;
import dev.signet.network.FeatureMap;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Which places of a map have sums of their own: those of which the same is true are alike. Classes
 * are numbered in the order in which they first appear.
 */
final class PlaceClasses {
  private PlaceClasses() {}

  /** Of a window's results, by which of its rows and columns lie in the map. */
  static Borders underPaddedWindow(FeatureMap map, Window window) {
    return new Borders(
        classes(window.rows().results(map.height()), row -> taps(window.rows(), row, map.height())),
        classes(
            window.columns().results(map.width()),
            column -> taps(window.columns(), column, map.width())));
  }

  /** Of a window's results, by the classes of the places under it. */
  static Borders underWindow(FeatureMap map, Borders borders, Window window) {
    return new Borders(
        pooled(borders.rows(), window.rows(), map.height()),
        pooled(borders.columns(), window.columns(), map.width()));
  }

  /** Of places by their classes in two ways. */
  static Borders joined(FeatureMap map, Borders left, Borders right) {
    return new Borders(
        classes(
            map.height(), row -> List.of(classOf(left.rows(), row), classOf(right.rows(), row))),
        classes(
            map.width(),
            column -> List.of(classOf(left.columns(), column), classOf(right.columns(), column))));
  }

  /** The first tap of a window that lies in the map, and how many do. */
  private static List<Integer> taps(Window.Extent extent, int result, int length) {
    return List.of(Math.max(0, -extent.first(result)), extent.covered(result, length));
  }

  private static List<Integer> pooled(List<Integer> classes, Window.Extent extent, int length) {
    return classes.isEmpty()
        ? List.of()
        : classes(
            extent.results(length),
            result ->
                classes.subList(extent.first(result), extent.first(result) + extent.kernel()));
  }

  private static int classOf(List<Integer> classes, int place) {
    return classes.isEmpty() ? 0 : classes.get(place);
  }

  /** Numbers what is true of each place; nothing where it is the same everywhere. */
  private static List<Integer> classes(int places, IntFunction<List<Integer>> truth) {
    List<List<Integer>> known = new ArrayList<>();
    List<Integer> classes =
        IntStream.range(0, places)
            .mapToObj(truth)
            .map(
                each -> {
                  if (!known.contains(each)) {
                    known.add(each);
                  }
                  return known.indexOf(each);
                })
            .toList();
    return known.size() == 1 ? List.of() : classes;
  }
}
