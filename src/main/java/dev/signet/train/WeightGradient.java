package dev.signet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The gradient by the weights of a conv: {@code gradientᵀ·patches} over all images and places.
 *
 * <p>The patches are brought together in panels of rows, as many at once as the cache takes; then
 * every share of the units goes through the panels, in ascending order of rows.
 */
final class WeightGradient {
  /** Rows of a panel: tables of four units and the panel's columns stay in the cache. */
  static final int PANEL = 1024;

  /** Units of a task. */
  private static final int UNITS = 8;

  /** Of the panels held at once: more would push one another out of the cache. */
  private static final long MOST_BYTES = 1 << 19;

  /** Panels that are held at least, so that several threads can fill them. */
  private static final int LEAST_PANELS = 4;

  /** By all weights, {@code [units, stride of inputs]}. */
  final float[][] slopes;

  private final Operand operand;
  private final Patches patches;
  private final int groups;
  private final int units;

  /** Whether padding adds nothing, but lies in the panels as −1. */
  private final boolean neutral;

  private final List<float[][]> bySums;
  private final List<Panel> held = new ArrayList<>();
  private final int[] borderPlaces;

  /** Patches of rows that follow one another, as signs or as numbers; the other is empty. */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  private record Panel(SignColumns signs, float[][] values) {}

  /** Panel {@code index} of the rows, with the channels of a group. */
  private record Slot(int group, int index) {}

  /** Units of a group, {@code first} to {@code end}. */
  private record UnitTask(int group, int first, int end) {}

  /**
   * @param stage of the conv
   * @param gradient by its sums
   */
  WeightGradient(Stage.Product stage, Operand operand, Patches patches, Gradient gradient) {
    this.operand = operand;
    this.patches = patches;
    groups = stage.groups();
    units = stage.units() / groups;
    int inputs = patches.inputs();
    boolean numbers = !(operand instanceof Operand.Signs);
    neutral = stage.fill() == 0 && !numbers;
    slopes = new float[stage.units()][SignColumns.stride(inputs)];
    bySums = Chunks.split(gradient.rows, PANEL);
    long bits = (long) PANEL * SignColumns.stride(inputs) * (numbers ? Float.SIZE : 1);
    long most = Math.max(LEAST_PANELS, MOST_BYTES * Byte.SIZE / bits);
    long wanted = (long) groups * bySums.size();
    int rows = Math.min(PANEL, gradient.rows.length);
    for (int slot = 0; slot < Math.min(most, wanted); slot++) {
      held.add(
          new Panel(
              new SignColumns(numbers ? 0 : rows, inputs),
              new float[numbers ? rows : 0][SignColumns.stride(inputs)]));
    }
    borderPlaces =
        IntStream.range(0, patches.result.places())
            .filter(place -> patches.border(place) > 0)
            .toArray();
  }

  /** Computes all slopes. */
  void run(Pass pass) {
    int rows = pass.batch() * patches.result.places();
    List<Slot> slots = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      for (int first = 0; first < rows; first += PANEL) {
        slots.add(new Slot(group, first / PANEL));
      }
    }
    for (int from = 0; from < slots.size(); from += held.size()) {
      List<Slot> some = slots.subList(from, Math.min(slots.size(), from + held.size()));
      pass.workers()
          .run(
              some.size(),
              (task, worker) -> fill(held.get(task), some.get(task), rows, pass.kernels()));
      List<UnitTask> tasks = tasks(some.getFirst().group(), some.getLast().group());
      pass.workers()
          .run(
              tasks.size(),
              (task, worker) ->
                  multiply(tasks.get(task), some, rows, pass, pass.scratches()[worker]));
    }
    if (neutral && borderPlaces.length > 0) {
      List<UnitTask> tasks = tasks(0, groups - 1);
      pass.workers().run(tasks.size(), (task, worker) -> correct(tasks.get(task), pass.batch()));
    }
  }

  private List<UnitTask> tasks(int firstGroup, int lastGroup) {
    List<UnitTask> tasks = new ArrayList<>();
    for (int group = firstGroup; group <= lastGroup; group++) {
      for (int first = 0; first < units; first += UNITS) {
        tasks.add(new UnitTask(group, first, Math.min(units, first + UNITS)));
      }
    }
    return tasks;
  }

  private static int rowsOf(Slot slot, int rows) {
    return Math.min(PANEL, rows - slot.index() * PANEL);
  }

  private void fill(Panel panel, Slot slot, int rows, Kernels kernels) {
    int first = slot.index() * PANEL;
    int count = rowsOf(slot, rows);
    if (panel.values().length > 0) {
      float[][] values = operand.values().orElseThrow();
      // Bytes and what a dropout has left are padded with 0 alone.
      float padding = operand instanceof Operand.Levels ? patches.fill() * operand.largest() : 0;
      for (int row = 0; row < count; row++) {
        patches.values(values, first + row, slot.group(), padding, panel.values()[row]);
      }
      return;
    }
    int inputs = patches.inputs();
    long[][] signs = new long[SignColumns.ROWS][SignBits.words(inputs)];
    for (int row = 0; row < count; row += SignColumns.ROWS) {
      int some = Math.min(SignColumns.ROWS, count - row);
      for (int index = 0; index < some; index++) {
        patches.signs(operand.plane(0), first + row + index, slot.group(), signs[index]);
      }
      kernels.packColumns(signs, some, row, 0, inputs, panel.signs());
    }
  }

  private void multiply(UnitTask task, List<Slot> slots, int rows, Pass pass, Scratch scratch) {
    int first = task.group() * units + task.first();
    int count = task.end() - task.first();
    float[][] result = Arrays.copyOfRange(slopes, first, first + count);
    for (int index = 0; index < slots.size(); index++) {
      Slot slot = slots.get(index);
      if (slot.group() == task.group()) {
        Panel panel = held.get(index);
        float[][] gradient = bySums.get(slot.index());
        int inner = rowsOf(slot, rows);
        boolean add = slot.index() > 0;
        if (panel.values().length > 0) {
          pass.kernels()
              .multiplyValues(
                  gradient, first, count, inner, panel.values(), patches.inputs(), add, result);
        } else {
          pass.kernels()
              .multiplyTransposed(
                  gradient, first, count, inner, panel.signs(), add, result, scratch);
        }
      }
    }
  }

  /** Takes away what padding has added as −1, in ascending order of rows. */
  private void correct(UnitTask task, int batch) {
    int first = task.group() * units + task.first();
    int count = task.end() - task.first();
    float[][] byTap = new float[patches.taps][count];
    for (int image = 0; image < batch; image++) {
      for (int place : borderPlaces) {
        int row = image * patches.result.places() + place;
        float[] gradient = bySums.get(row / PANEL)[row % PANEL];
        for (int tap : patches.absent().get(patches.border(place))) {
          for (int unit = 0; unit < count; unit++) {
            byTap[tap][unit] += gradient[first + unit];
          }
        }
      }
    }
    for (int unit = 0; unit < count; unit++) {
      float[] row = slopes[first + unit];
      for (int tap = 0; tap < patches.taps; tap++) {
        for (int channel = 0; channel < patches.channels; channel++) {
          row[tap * patches.channels + channel] += byTap[tap][unit];
        }
      }
    }
  }
}
