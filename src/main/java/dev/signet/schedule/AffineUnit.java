package dev.signet.schedule;

import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.slice;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code scale · sum + offset} for each element of a stream, a word a clock. */
final class AffineUnit implements StreamUnit {
  private final Instruction.Affine affine;
  private final ScoreArithmetic arithmetic;
  private final StreamFormat in;
  private final StreamFormat out;
  private final PlaceParameters places;

  /**
   * @param in runs are places
   */
  AffineUnit(Instruction.Affine affine, StreamFormat in) {
    this.affine = affine;
    this.arithmetic = new ScoreArithmetic(affine);
    this.in = in;
    this.out = StreamFormat.of(affine.result().type(), in.run(), in.lanes());
    this.places = new PlaceParameters(in.wordsPerRun(), affine.operand().type(), affine.borders());
  }

  StreamFormat out() {
    return out;
  }

  @Override
  public Area area(Technology technology) {
    double scaling =
        technology.accumulatePerBit()
            * in.lanes()
            * (out.elementBits() + in.elementBits() * (arithmetic.scaleBits() - 1.0));
    Area area = Technology.logic(scaling + 8, in.width() + out.width() + 2L);
    return places.depth() > 1
        ? area.plus(technology.counters(places.counterBits()))
            .plus(technology.rom(places.depth(), in.lanes() * parameterBits()))
        : area;
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
            %s: scale * sum + offset of %d channels, %d classes of places.
            %d words a frame, %d elements of %d bits in, of %d bits out.\
            """
                .formatted(
                    affine.result().name(),
                    in.run(),
                    affine.borders().classes(),
                    in.words(),
                    in.lanes(),
                    in.elementBits(),
                    out.elementBits()));
    WordPipeline pipeline = new WordPipeline(module, in.width(), out.width());
    BitMatrix table = table();
    Optional<Signal> read =
        places
            .row(module, pipeline.taken())
            .map(
                row ->
                    module.read(
                        "parameter_word",
                        module.memory(
                            new Memory(
                                "parameters", table.columns(), table.rows(), Optional.of(table))),
                        row,
                        pipeline.taken()));
    List<Expression> results = new ArrayList<>();
    for (int lane = 0; lane < in.lanes(); lane++) {
      int low = lane * parameterBits();
      Expression sum = slice(pipeline.word(), lane * in.elementBits(), in.elementBits());
      Signal result =
          arithmetic.score(
              module,
              Integer.toString(lane),
              sum,
              part(read, table, low, arithmetic.scaleBits()),
              part(read, table, low + arithmetic.scaleBits(), arithmetic.offsetBits()));
      // What is never negative has no sign behind it.
      results.add(slice(result, 0, out.elementBits()));
    }
    pipeline.give(concat(results.reversed()), constant(1, 1));
    return module.build();
  }

  private static Expression part(Optional<Signal> read, BitMatrix table, int low, int bits) {
    return read.<Expression>map(word -> slice(word, low, bits))
        .orElseGet(() -> RtlConstants.bits(table, 0, low, bits));
  }

  private int parameterBits() {
    return arithmetic.scaleBits() + arithmetic.offsetBits();
  }

  /** A lane beyond the last channel has scale and offset 0. */
  private BitMatrix table() {
    BitMatrix.Builder table = BitMatrix.builder(places.depth(), in.lanes() * parameterBits());
    for (int row = 0; row < places.depth(); row++) {
      for (int lane = 0; lane < in.lanes(); lane++) {
        int channel = places.wordOf(row) * in.lanes() + lane;
        if (channel < in.run()) {
          int low = lane * parameterBits();
          put(table, row, low, arithmetic.scaleBits(), arithmetic.scale(channel));
          put(
              table,
              row,
              low + arithmetic.scaleBits(),
              arithmetic.offsetBits(),
              arithmetic.offset(places.classOf(row), channel));
        }
      }
    }
    return table.build();
  }

  private static void put(BitMatrix.Builder table, int row, int low, int bits, long value) {
    for (int bit = 0; bit < bits; bit++) {
      table.set(row, low + bit, (value >>> bit & 1) != 0);
    }
  }
}
