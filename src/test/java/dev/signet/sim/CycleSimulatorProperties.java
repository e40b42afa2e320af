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
