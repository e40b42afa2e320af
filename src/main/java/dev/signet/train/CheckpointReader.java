package dev.signet.train;

import dev.signet.data.NamedTensors;
import dev.signet.network.FloatTensor;
import java.util.List;

/**
 * Takes things from a checkpoint, or says what is wrong with it.
 *
 * <p>Every method throws {@link TrainException} when what is asked for is missing or damaged.
 */
record CheckpointReader(NamedTensors contents) {

  /** Fills an array with the tensor of this name. */
  void read(String name, float[] values) {
    System.arraycopy(tensor(name, values.length), 0, values, 0, values.length);
  }

  /** The finite elements of the tensor of this name. */
  float[] tensor(String name, int size) {
    FloatTensor tensor = contents.tensors().get(name);
    if (tensor == null || tensor.values().length != size) {
      throw new TrainException(
          "the checkpoint has no tensor '" + name + "' of " + size + " elements");
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new TrainException("tensor '" + name + "' of the checkpoint holds " + value);
      }
    }
    return tensor.values();
  }

  /** A count in the metadata. */
  long number(String name) {
    String text = contents.metadata().getOrDefault(name, "nothing");
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, as of a negative number.
    }
    throw new TrainException("the checkpoint's '" + name + "' is " + text + ", not a count");
  }

  /**
   * What the epochs reached.
   *
   * @param name of the text in the metadata
   * @param count name of their number
   */
  List<ProgressListener.Epoch> history(String name, String count) {
    List<ProgressListener.Epoch> epochs;
    try {
      epochs = HistoryText.parse(contents.metadata().getOrDefault(name, ""));
    } catch (IllegalArgumentException _) {
      throw new TrainException("the checkpoint's history of epochs is damaged");
    }
    if (epochs.size() != number(count)) {
      throw new TrainException(
          "the checkpoint's history has " + epochs.size() + " epochs, its count is another");
    }
    return epochs;
  }
}
