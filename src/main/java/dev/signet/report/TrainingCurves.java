package dev.signet.report;

import dev.signet.report.CurvePanel.Curve;
import dev.signet.report.Drawing.Anchor;
import dev.signet.report.Drawing.Line;
import dev.signet.report.Drawing.Mark;
import dev.signet.report.Drawing.Point;
import dev.signet.report.Drawing.Words;
import dev.signet.train.ProgressListener.Epoch;
import dev.signet.train.ProgressListener.LayerFlips;
import dev.signet.train.ProgressListener.Validation;
import dev.signet.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * How a training went, as a picture: loss, accuracy and each layer's share of flipped weights over
 * the epochs.
 *
 * @param network its name
 * @param epochs at least one
 * @param best the epoch whose weights were kept because they were best on the images held out;
 *     empty where none are
 */
public record TrainingCurves(
    String network, List<Epoch> epochs, Optional<TrainingReport.Best> best) {
  private static final int WIDTH = 860;
  private static final int LEFT = 84;
  private static final int RIGHT = 690;
  private static final int TOP = 64;
  private static final int PANEL = 190;

  /** From the top of a panel to that of the next. */
  private static final int PITCH = 234;

  private static final int BELOW = 56;

  /** Told apart by colour-blind eyes too (Okabe and Ito, 2008). */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  public TrainingCurves {
    epochs = List.copyOf(epochs);
    if (epochs.isEmpty()) {
      throw new IllegalArgumentException("no epochs to draw");
    }
  }

  /** The curves of a training with at least one epoch. */
  public static TrainingCurves of(String network, TrainingResult result) {
    return new TrainingCurves(network, result.epochs(), TrainingReport.best(result));
  }

  /** As SVG. */
  public String svg() {
    return DrawingSvg.print(drawing());
  }

  /**
   * As the bytes of a PNG file. For the words Java needs a font on the machine; what it throws
   * without one is of many kinds, {@link Error} among them.
   */
  public byte[] png() {
    return DrawingPng.print(drawing());
  }

  private Drawing drawing() {
    Axis time = Axis.counting(epochs.getFirst().number(), epochs.getLast().number(), 12);
    List<Curve> loss = split(Epoch::loss, Validation::loss);
    List<Curve> accuracy =
        split(epoch -> 100 * epoch.accuracy(), validation -> 100 * validation.accuracy());
    List<Curve> flips = flips();
    CurvePanel first = panel(0, time, linear(loss, ""));
    CurvePanel last = panel(2, time, logarithmic(flips));

    List<Mark> marks = new ArrayList<>();
    marks.add(words(LEFT, 28, "Training of " + network, 18, Anchor.START));
    marks.addAll(first.marks("loss", loss));
    marks.addAll(panel(1, time, linear(accuracy, " %")).marks("images right", accuracy));
    marks.addAll(last.marks("weights flipped", flips));
    best.ifPresent(chosen -> markBest(marks, chosen, first, last));
    marks.add(
        words((LEFT + RIGHT) / 2.0, last.bottom() + 40, "epoch", CurvePanel.TEXT, Anchor.MIDDLE));
    return new Drawing(WIDTH, (int) last.bottom() + BELOW, marks);
  }

  private static CurvePanel panel(int index, Axis time, Axis up) {
    int top = TOP + index * PITCH;
    return new CurvePanel(LEFT, RIGHT, top, top + PANEL, time, up);
  }

  /** A curve of the training images, and one of those held out if there are any. */
  private List<Curve> split(
      ToDoubleFunction<Epoch> train, ToDoubleFunction<Validation> validation) {
    List<Curve> curves = new ArrayList<>();
    curves.add(curve("training", 0, train));
    if (epochs.stream().anyMatch(epoch -> epoch.validation().isPresent())) {
      curves.add(
          curve(
              "validation",
              1,
              epoch -> epoch.validation().map(validation::applyAsDouble).orElse(Double.NaN)));
    }
    return curves;
  }

  private List<Curve> flips() {
    List<Curve> curves = new ArrayList<>();
    for (LayerFlips layer : epochs.getFirst().flips()) {
      int index = curves.size();
      // A logarithmic scale has no place for what did not flip at all.
      curves.add(
          curve(
              layer.layer(),
              index,
              epoch -> {
                double ratio = epoch.flips().get(index).ratio();
                return ratio > 0 ? ratio : Double.NaN;
              }));
    }
    return curves;
  }

  private Curve curve(String name, int index, ToDoubleFunction<Epoch> value) {
    return new Curve(
        name,
        COLOURS.get(index % COLOURS.size()),
        index / COLOURS.size() % 2 == 1,
        epochs.stream()
            .map(epoch -> new Point(epoch.number(), value.applyAsDouble(epoch)))
            .toList());
  }

  private static Axis linear(List<Curve> curves, String unit) {
    return Axis.linear(values(curves).min().orElse(0), values(curves).max().orElse(1), 5, unit);
  }

  private static Axis logarithmic(List<Curve> curves) {
    return Axis.logarithmic(values(curves).min().orElse(0.001), values(curves).max().orElse(1));
  }

  private static DoubleStream values(List<Curve> curves) {
    return curves.stream()
        .flatMap(curve -> curve.points().stream())
        .mapToDouble(Point::y)
        .filter(Double::isFinite);
  }

  private static void markBest(
      List<Mark> marks, TrainingReport.Best best, CurvePanel first, CurvePanel last) {
    double x = first.x(best.epoch());
    List<Point> ends = List.of(new Point(x, first.top() - 8), new Point(x, last.bottom()));
    marks.add(new Line(ends, CurvePanel.FAINT, 1.2, true));
    double share = first.across().position(best.epoch());
    Anchor anchor = share < 0.25 ? Anchor.START : share > 0.75 ? Anchor.END : Anchor.MIDDLE;
    String text =
        String.format(
            Locale.ROOT,
            "best: epoch %d, %.2f %% in validation",
            best.epoch(),
            100 * best.accuracy());
    marks.add(words(x, first.top() - 13, text, CurvePanel.TEXT, anchor));
  }

  private static Words words(double x, double y, String text, double size, Anchor anchor) {
    return new Words(new Point(x, y), text, size, anchor, CurvePanel.INK, false);
  }
}
