package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Design;
import dev.signet.rtl.Port;
import dev.signet.rtl.RandomDesigns;
import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CycleSimulatorProperties {
  private static final int CYCLES = 12;

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
