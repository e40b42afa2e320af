package dev.signet.schedule;

import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.slice;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The thresholds of a layer in the order in which words of sums come: a row for each word of a
 * place and each class of places. In a row are the lanes, in a lane its steps. Lanes beyond the
 * last channel have thresholds above every sum, and above 0, and give 0.
 */
final class ThresholdTable {
  private final Instruction.Threshold threshold;
  private final int lanes;
  private final long bias;
  private final long most;
  private final int bits;
  private final PlaceParameters places;

  /**
   * @param lanes sums of a word
   * @param words words of a place
   */
  ThresholdTable(Instruction.Threshold threshold, int lanes, int words) {
    IrType.Integers sums = (IrType.Integers) threshold.operand().type();
    this.threshold = threshold;
    this.lanes = lanes;
    this.bias = -Math.min(0, sums.min());
    this.most = Math.max(0, sums.max()) + bias;
    this.bits = bitsFor(most + 1);
    this.places = new PlaceParameters(words, sums, threshold.borders());
  }

  /** The thresholds of the word at hand: a constant, or read from a ROM beside the sums. */
  record Levels(Optional<Signal> signal, BitMatrix contents) {}

  /** What has to be added to sums so that none is negative; 0 where none is. */
  long bias() {
    return bias;
  }

  /** The largest sum, with the bias. */
  long most() {
    return most;
  }

  /** Words of the table. */
  int rows() {
    return places.depth();
  }

  private int rowBits() {
    return lanes * threshold.steps() * bits;
  }

  /** What the table takes. */
  Area area(Technology technology) {
    return rows() > 1 ? technology.thresholdRom(rows(), lanes, bits, threshold.steps()) : Area.NONE;
  }

  /** As {@link PlaceParameters#counterBits}. */
  int counterBits() {
    return places.counterBits();
  }

  /** As {@link PlaceParameters#row}. */
  Optional<Expression> row(ModuleBuilder module, Expression step) {
    return places.row(module, step);
  }

  /**
   * Reads the thresholds.
   *
   * @param row of the table, if it has several
   * @param enable one bit: read
   */
  Levels levels(ModuleBuilder module, Optional<? extends Expression> row, Expression enable) {
    BitMatrix contents = contents();
    return new Levels(
        row.map(
            address ->
                module.read(
                    "threshold_word",
                    module.memory(
                        new Memory(
                            "thresholds",
                            contents.columns(),
                            contents.rows(),
                            Optional.of(contents))),
                    address,
                    enable)),
        contents);
  }

  /** How many of the thresholds of a lane a sum reaches, to which the bias is added already. */
  Expression reached(ModuleBuilder module, int lane, Expression sum, Levels levels) {
    Expression wide = zeroExtend(sum, bits);
    int steps = threshold.steps();
    List<Expression> reached = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      int low = (lane * steps + step) * bits;
      reached.add(
          levels.signal().isPresent()
              ? new Expression.Threshold(wide, slice(levels.signal().get(), low, bits))
              : RtlConstants.atLeast(wide, levels.contents(), 0, low, bits, most));
    }
    return steps == 1
        ? reached.getFirst()
        : module.wire("steps_" + lane, new Expression.Popcount(concat(reached.reversed())));
  }

  private BitMatrix contents() {
    int steps = threshold.steps();
    int channels = threshold.operand().type().channels();
    BitMatrix.Builder table = BitMatrix.builder(rows(), rowBits());
    for (int row = 0; row < rows(); row++) {
      for (int lane = 0; lane < lanes; lane++) {
        int channel = places.wordOf(row) * lanes + lane;
        for (int step = 0; step < steps; step++) {
          int index = (places.classOf(row) * channels + channel) * steps + step;
          long level = channel < channels ? threshold.thresholds().get(index) + bias : most + 1;
          for (int bit = 0; bit < bits; bit++) {
            table.set(row, (lane * steps + step) * bits + bit, (level >>> bit & 1) != 0);
          }
        }
      }
    }
    return table.build();
  }
}
