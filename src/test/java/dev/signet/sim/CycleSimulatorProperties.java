package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Port;
import dev.signet.rtl.RandomDesigns;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CycleSimulatorProperties {
  private static final int CYCLES = 12;

  /** As a layer of neurons with constant weights is written. */
  @Property(tries = 30)
  void countsAgainstManyConstantsAgreeWithThePlainSimulator(
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @IntRange(min = 1, max = 40) int neurons,
      @ForAll long seed) {
    Random random = new Random(seed);
    Signal x = new Signal("x", width);
    List<Port> ports = new ArrayList<>(List.of(Port.input(x)));
    List<Statement> statements = new ArrayList<>();
    for (int neuron = 0; neuron < neurons; neuron++) {
      Signal count = new Signal("count" + neuron, Expression.bitsFor(width));
      Expression weights = new Expression.Constant(width, RandomDesigns.value(random, width));
      Expression agree =
          random.nextBoolean() ? Expression.xnor(x, weights) : Expression.xnor(weights, x);
      statements.add(new Statement.Assign(count, new Expression.Popcount(agree)));
      ports.add(Port.output(count));
    }
    Design design = new Design(new RtlModule("layer", "", ports, List.of(), statements), List.of());
    CycleSimulator fast = CycleSimulator.of(design);
    PlainSimulator plain = new PlainSimulator(design);
    BigInteger value = RandomDesigns.value(random, width);
    fast.set(fast.signal("x"), words(value, width));
    plain.set("x", value);
    fast.settle();

    for (Port port : ports) {
      assertThat(fast.value(fast.signal(port.name())))
          .as(port.name())
          .isEqualTo(words(plain.get(port.name()), port.width()));
    }
  }

  /** As the pixels of an image become bits. */
  @Property(tries = 60)
  void comparisonsOfBytesSideBySideAgreeWithThePlainSimulator(
      @ForAll @IntRange(min = 1, max = 150) int bytes,
      @ForAll @IntRange(max = 8) int zeros,
      @ForAll long seed) {
    Random random = new Random(seed);
    // The lowest bits of the level are 0, so that those of the bytes do not matter.
    int low = Math.min(zeros, 7);
    int level = zeros == 8 ? 0 : random.nextInt(1, 256 >>> low);
    Signal x = new Signal("x", 8 * bytes);
    Signal bits = new Signal("bits", bytes);
    List<Expression> each = new ArrayList<>();
    for (int k = bytes - 1; k >= 0; k--) {
      Expression upper = Expression.slice(x, 8 * k + low, 8 - low);
      each.add(
          low == 7 && level == 1
              ? upper
              : new Expression.Threshold(upper, Expression.constant(8 - low, level)));
    }
    Design design =
        new Design(
            new RtlModule(
                "pixels",
                "",
                List.of(Port.input(x), Port.output(bits)),
                List.of(),
                List.of(new Statement.Assign(bits, Expression.concat(each)))),
            List.of());
    CycleSimulator fast = CycleSimulator.of(design);
    PlainSimulator plain = new PlainSimulator(design);
    BigInteger value = RandomDesigns.value(random, x.width());
    fast.set(fast.signal("x"), words(value, x.width()));
    plain.set("x", value);
    fast.settle();

    assertThat(fast.value(fast.signal("bits"))).isEqualTo(words(plain.get("bits"), bytes));
    boolean joined =
        CompiledDesign.of(design, new RtlFlattener(design)).operations().stream()
            .anyMatch(operation -> operation.code == CycleOpcode.BYTES_AT_LEAST);
    assertThat(joined).isEqualTo(bytes >= 8);
  }

  @Property(tries = 300)
  void agreesWithThePlainSimulatorOnEverySignalOfEveryCycle(@ForAll long seed) {
    Random random = new Random(seed);
    Design design = RandomDesigns.design(random);
    CycleSimulator fast = CycleSimulator.of(design);
    PlainSimulator plain = new PlainSimulator(design);
    int reset = fast.signal(CycleSimulator.RESET);

    for (int cycle = 0; cycle < CYCLES; cycle++) {
      boolean low = cycle == 0 || random.nextInt(6) == 0;
      fast.set(reset, low ? 0 : 1);
      plain.reset(low);
      for (Port port : design.top().ports()) {
        if (port.direction() == Port.Direction.INPUT && random.nextInt(4) > 0) {
          BigInteger value = RandomDesigns.value(random, port.width());
          fast.set(fast.signal(port.name()), words(value, port.width()));
          plain.set(port.name(), value);
        }
      }
      fast.settle();
      for (String path : fast.paths()) {
        if (!path.equals(CycleSimulator.RESET)) {
          int signal = fast.signal(path);
          assertThat(fast.value(signal))
              .as("%s in cycle %d", path, cycle)
              .isEqualTo(words(plain.get(path), fast.width(signal)));
        }
      }
      fast.clock();
      plain.clock();
    }
  }

  private static long[] words(BigInteger value, int width) {
    long[] words = new long[BitMatrix.wordsFor(width)];
    for (int i = 0; i < words.length; i++) {
      words[i] = value.shiftRight(64 * i).longValue();
    }
    return words;
  }
}
