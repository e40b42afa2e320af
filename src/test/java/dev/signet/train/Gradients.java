package dev.signet.train;

import dev.signet.data.RandomStream;

/** Gradients for the tests of optimizers: small and large, of both signs, some of them 0. */
final class Gradients {
  private Gradients() {}

  static float[] at(int step, int count) {
    RandomStream random = RandomStream.of(11, step, count);
    float[] gradient = new float[count];
    for (int index = 0; index < count; index++) {
      double size = Math.pow(10, -(index % 4));
      gradient[index] = random.nextInt(5) == 0 ? 0 : (float) (size * random.between(-1, 1.2));
    }
    return gradient;
  }
}
