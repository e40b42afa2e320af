package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.slice;

import dev.signet.ir.Instruction;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;

/** Thresholds of sums that no matrix-vector unit makes: a word a clock. */
final class ThresholdUnit implements StreamUnit {
  private static final int CONTROL_LUTS = 8;

  private final Instruction.Threshold threshold;
  private final StreamFormat in;
  private final StreamFormat out;

  /**
   * @param in runs are places
   */
  ThresholdUnit(Instruction.Threshold threshold, StreamFormat in) {
    this.threshold = threshold;
    this.in = in;
    this.out = StreamFormat.of(threshold.result().type(), in.run(), in.lanes());
  }

  StreamFormat out() {
    return out;
  }

  @Override
  public Area area(Technology technology) {
    ThresholdTable table = new ThresholdTable(threshold, in.lanes(), in.wordsPerRun());
    // A constant is added without logic where the carry chain takes inverters.
    boolean adds = table.bias() > 0 && !technology.fabric().carryTakesLogic();
    double luts =
        (adds ? in.width() : 0)
            + technology.thresholds(
                in.lanes(), in.elementBits(), threshold.steps(), table.rows() == 1)
            + CONTROL_LUTS;
    return Technology.logic(luts, in.width() + out.width() + 2L)
        .plus(technology.counters(table.counterBits()))
        .plus(table.area(technology));
  }

  @Override
  public long cyclesPerFrame() {
    return in.words();
  }

  @Override
  public Lag lag() {
    return new Lag(0, 2.0 / in.words());
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new StageTiming(inputs.getFirst(), outputs.getFirst(), 1, 1);
  }

  @Override
  public RtlModule build(String moduleName) {
    ModuleBuilder module =
        new ModuleBuilder(
            moduleName,
            """
            %s: thresholds of %d channels, %d classes of places, %d steps each.
            %d words a frame, %d elements of %d bits in, of %d bits out.\
            """
                .formatted(
                    threshold.result().name(),
                    in.run(),
                    threshold.borders().classes(),
                    threshold.steps(),
                    in.words(),
                    in.lanes(),
                    in.elementBits(),
                    out.elementBits()));
    WordPipeline pipeline = new WordPipeline(module, in.width(), out.width());
    ThresholdTable table = new ThresholdTable(threshold, in.lanes(), in.wordsPerRun());
    ThresholdTable.Levels levels =
        table.levels(module, table.row(module, pipeline.taken()), pipeline.taken());
    List<Expression> results = new ArrayList<>();
    for (int lane = 0; lane < in.lanes(); lane++) {
      results.add(table.reached(module, lane, sum(module, pipeline.word(), lane, table), levels));
    }
    pipeline.give(concat(results.reversed()), constant(1, 1));
    return module.build();
  }

  private Expression sum(ModuleBuilder module, Signal word, int lane, ThresholdTable table) {
    Expression element = slice(word, lane * in.elementBits(), in.elementBits());
    if (table.bias() == 0) {
      return element;
    }
    int needed = bitsFor(table.most());
    int bits = Math.max(in.elementBits(), needed);
    Signal sum =
        module.wire("sum_" + lane, add(in.extended(element, bits), constant(bits, table.bias())));
    return slice(sum, 0, needed);
  }
}
