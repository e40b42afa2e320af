package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.Shape;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamSettings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What each unit says of itself: how long a frame takes, and how far its input can run ahead of its
 * output, on which the depths of FIFOs rest.
 */
class StreamUnitProperties {

  /** A unit and its streams. */
  private record Case(StreamUnit unit, StreamFormat in, StreamFormat out) {}

  /** The units of one input and one output. */
  enum Kind {
    FIFO,
    WIDTH_CONVERTER,
    THRESHOLD,
    AFFINE,
    POOL,
    MATRIX_VECTOR
  }

  @Property(tries = 120)
  void inputRunsAheadNoFurtherThanIsSaid(@ForAll Kind kind, @ForAll long seed) {
    Random random = new Random(seed);
    Case each = random(kind, random);
    StreamSettings settings =
        StreamSettings.DEFAULT.withStalls(
            new Stalls(random.nextInt(8) / 10.0, random.nextInt(10) / 10.0, seed));

    UnitBench.Run run = bench(each).run(frames(each.in(), random, 5), settings);

    assertThat(run.most()).isLessThanOrEqualTo(each.unit().lag().most() + 1e-9);
    assertThat(run.least()).isGreaterThanOrEqualTo(each.unit().lag().least() - 1e-9);
  }

  @Property(tries = 120)
  void aFrameTakesAsLongAsIsSaid(@ForAll Kind kind, @ForAll long seed) {
    Random random = new Random(seed);
    Case each = random(kind, random);

    UnitBench.Run run = bench(each).run(frames(each.in(), random, 20), StreamSettings.DEFAULT);

    assertThat(run.result().initiationInterval()).isEqualTo((double) each.unit().cyclesPerFrame());
  }

  private static UnitBench bench(Case each) {
    return new UnitBench(
        each.unit(), each.in().words(), each.in().width(), each.out().words(), each.out().width());
  }

  private static List<List<BigInteger>> frames(StreamFormat format, Random random, int count) {
    List<List<BigInteger>> frames = new ArrayList<>();
    for (int frame = 0; frame < count; frame++) {
      long[] elements = random.longs(format.elements()).toArray();
      frames.add(UnitBench.words(format, elements));
    }
    return frames;
  }

  private static Case random(Kind kind, Random random) {
    int places = 1 + random.nextInt(4);
    int channels = 1 + random.nextInt(9);
    StreamFormat format =
        new StreamFormat(
            places * channels,
            channels,
            1 + random.nextInt(channels),
            1 + random.nextInt(4),
            false);
    Shape shape = Shape.of(1, places, channels);
    Value sums = new Value("sums", new IrType.Integers(0, (1L << format.elementBits()) - 1, shape));
    return switch (kind) {
      case FIFO -> new Case(new FifoUnit(format, 1 + random.nextInt(9), "A FIFO."), format, format);
      case WIDTH_CONVERTER -> {
        StreamFormat out = format.with(channels, 1 + random.nextInt(channels));
        yield new Case(new WidthConverter(format, out, "A converter."), format, out);
      }
      case THRESHOLD -> {
        Instruction.Threshold threshold =
            new Instruction.Threshold(
                new Value("bits", new IrType.Bits(shape)), sums, Collections.nCopies(channels, 1));
        ThresholdUnit unit = new ThresholdUnit(threshold, format);
        yield new Case(unit, format, unit.out());
      }
      case AFFINE -> {
        List<Long> scale = Collections.nCopies(channels, -1L);
        List<Long> offset = Collections.nCopies(channels, 5L);
        Value result =
            new Value(
                "result", ResultTypes.affine(new Instruction.Affine(sums, sums, scale, offset)));
        AffineUnit unit =
            new AffineUnit(
                new Instruction.Affine(result, sums, scale, offset, Borders.NONE), format);
        yield new Case(unit, format, unit.out());
      }
      case POOL -> {
        int taps = 1 + random.nextInt(5);
        StreamFormat bits = StreamFormat.of(new IrType.Bits(shape), channels, format.lanes());
        StreamFormat windows =
            new StreamFormat(
                bits.words() * taps * bits.lanes(), bits.lanes(), bits.lanes(), 1, false);
        BitMatrix all = BitMatrix.builder(1, channels).set(0, 0, true).build();
        yield new Case(
            new PoolUnit("pool", taps, bits, bits, new PoolUnit.Reduction.AnyOrAll(all)),
            windows,
            bits);
      }
      case MATRIX_VECTOR -> {
        int groups = 1 + random.nextInt(2);
        int neurons = groups * (1 + random.nextInt(5));
        Value operand =
            new Value("operand", new IrType.Bits(Shape.of(1, places, groups * channels)));
        Value result =
            new Value("conv", Instruction.XnorPopcount.resultType(operand.type(), neurons, groups));
        Instruction.XnorPopcount product =
            new Instruction.XnorPopcount(
                result, operand, BitMatrix.builder(neurons, channels).build(), groups);
        int pe = groups > 1 ? 1 : 1 + random.nextInt(neurons);
        MatrixVectorUnit unit =
            new MatrixVectorUnit(
                product, Optional.empty(), new Folding(pe, 1 + random.nextInt(channels)));
        yield new Case(unit, unit.in(), unit.out());
      }
    };
  }
}
