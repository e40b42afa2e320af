package dev.signet.flow;

import dev.signet.network.Network;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The networks that references are made for: 784 inputs, three hidden layers, 10 classes. */
public enum ReferenceNet {
  TFC(64, 1),
  SFC(256, 3),
  LFC(1024, 3);

  private final int width;
  private final double trainingGoal;

  ReferenceNet(int width, double trainingGoal) {
    this.width = width;
    this.trainingGoal = trainingGoal;
  }

  /** Units of a hidden layer. */
  public int width() {
    return width;
  }

  /** How many times as fast as PyTorch a training step is meant to be. */
  public double trainingGoal() {
    return trainingGoal;
  }

  /** Its name in small letters. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with as many weights as a network. */
  public static Optional<ReferenceNet> of(Network network) {
    return Arrays.stream(values())
        .filter(net -> network.weightCount() == net.width * (784L + 2L * net.width + 10))
        .findFirst();
  }
}
