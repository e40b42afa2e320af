package dev.signet.schedule;

import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** At each place the words of one stream after those of another, a word a clock. */
final class ConcatUnit implements StreamUnit {
  private final String name;
  private final List<StreamFormat> operands;
  private final StreamFormat result;

  /**
   * @param name of the result, for people
   * @param operands at least one; runs are places, every word is full
   * @param result as long runs as those of all operands together
   */
  ConcatUnit(String name, List<StreamFormat> operands, StreamFormat result) {
    this.name = name;
    this.operands = List.copyOf(operands);
    this.result = result;
  }

  @Override
  public Area area(Technology technology) {
    int counter = result.wordsPerRun() == 1 ? 0 : bitsFor(result.wordsPerRun() - 1L);
    double choosing = result.width() * (operands.size() - 1) / 2.0;
    return technology
        .counters(counter)
        .plus(Technology.logic(choosing + 4.0 * operands.size(), result.width() + 1L));
  }

  @Override
  public long cyclesPerFrame() {
    return result.words();
  }

  /** An operand may have been taken up to a place sooner or later than its share of the result. */
  @Override
  public Lag lag() {
    double place = (double) result.run() / result.elements();
    return new Lag(-place, place + 1.0 / result.words());
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    List<List<StreamTimes>> steps = new ArrayList<>();
    for (int operand = 0; operand < operands.size(); operand++) {
      int words = operands.get(operand).wordsPerRun();
      steps.addAll(Collections.nCopies(words, List.of(inputs.get(operand))));
    }
    return new JoinTiming(outputs.getFirst(), steps);
  }

  @Override
  public RtlModule build(String moduleName) {
    ModuleBuilder module =
        new ModuleBuilder(
            moduleName,
            "%s: %d streams, one after another at each place; %d words of %d bits a frame."
                .formatted(name, operands.size(), result.words(), result.width()));
    Signal outData = new Signal("out_data", result.width());
    Signal outValid = new Signal("out_valid", 1);
    Signal outReady = new Signal("out_ready", 1);
    Signal advance = new Signal("advance", 1);
    Signal step = new Signal("step", 1);
    LoopNest loop =
        new LoopNest(module, step, List.of(new LoopNest.Loop("place_word", result.wordsPerRun())));

    List<Expression> chosen = new ArrayList<>();
    List<Signal> data = new ArrayList<>();
    List<Signal> valid = new ArrayList<>();
    int end = 0;
    for (int operand = 0; operand < operands.size(); operand++) {
      end += operands.get(operand).wordsPerRun();
      data.add(module.input("in_" + operand + "_data", result.width()));
      valid.add(module.input("in_" + operand + "_valid", 1));
      boolean last = operand == operands.size() - 1;
      chosen.add(
          last
              ? constant(1, 1)
              : module.wire("until_" + operand, before(loop.counter(0).orElseThrow(), end)));
      Expression now = chosen.get(operand);
      if (operand > 0) {
        Expression earlier = chosen.get(operand - 1);
        now = last ? not(earlier) : and(now, not(earlier));
      }
      module.assign(module.output("in_" + operand + "_ready", 1), and(now, advance));
    }
    Expression word = data.getLast();
    Expression offered = valid.getLast();
    for (int operand = operands.size() - 2; operand >= 0; operand--) {
      word = mux(chosen.get(operand), data.get(operand), word);
      offered = mux(chosen.get(operand), valid.get(operand), offered);
    }
    module.output(outData.name(), outData.width());
    module.output(outValid.name(), 1);
    module.input(outReady.name(), 1);
    module.assign(advance, or(not(outValid), outReady));
    module.assign(step, and(offered, advance));
    module.register(outData, word, step);
    module.resetRegister(outValid, offered, advance);
    return module.build();
  }

  private static Expression before(Signal counter, int end) {
    return new Expression.Compare(
        Expression.Comparison.UNSIGNED_LESS, counter, constant(counter.width(), end));
  }
}
