package dev.signet.flow;

import dev.signet.data.RandomStream;
import dev.signet.network.Element;
import dev.signet.network.Network;
import dev.signet.sim.FrameBatch;

/** Frames of noise, for what depends on their number and size alone. */
final class RandomFrames {
  private static final long SEED = 1;

  /** Keeps the frames from being the numbers that {@link UntrainedNetwork} is made of. */
  private static final long PATH = -1;

  private RandomFrames() {}

  /** Frames for a network's input; the same for the same network and number. */
  static FrameBatch of(Network network, int count) {
    int elements = network.input().type().shape().size();
    int mask = network.input().type().element() instanceof Element.Bit ? 1 : 0xff;
    byte[] values = new byte[Math.multiplyExact(count, elements)];
    RandomStream random = RandomStream.of(SEED, PATH);
    long word = 0;
    for (int index = 0; index < values.length; index++) {
      word = index % Long.BYTES == 0 ? random.nextLong() : word >>> Byte.SIZE;
      values[index] = (byte) (word & mask);
    }
    return new FrameBatch(values, count, elements);
  }
}
