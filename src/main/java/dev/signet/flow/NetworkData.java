package dev.signet.flow;

import dev.signet.data.DataException;
import dev.signet.data.DataSet;
import dev.signet.data.DataSets;
import dev.signet.data.ImageSet;
import dev.signet.data.Reading;
import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.sim.FrameBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The images a network's text asks for, held to the network's input and output. */
public final class NetworkData {
  private NetworkData() {}

  /** Loads the data set as the other does, all of it. */
  public static DataSet load(Network network, Optional<Path> path) {
    return load(network, path, Reading.plain());
  }

  /**
   * Loads the data set that the network's {@code train} section names.
   *
   * <p>Where the network names its classes and the data name theirs, and all of the data's names
   * are among the network's, the network's order is the one that counts. Else classes are taken by
   * their numbers.
   *
   * @param path where it is, for data that are not built in
   * @throws DataException when it cannot be read or does not fit the network
   */
  public static DataSet load(Network network, Optional<Path> path, Reading reading) {
    DataSet data = DataSets.load(network.training().data(), path, reading);
    requireShape(data, network);
    if (data.train().classes() > classes(network)) {
      throw new DataException(
          "%s has %d classes, but network '%s' tells only %d apart"
              .formatted(data.name(), data.train().classes(), network.name(), classes(network)));
    }
    if (network.input().type().element() instanceof Element.Bit) {
      requireBits(data, data.train());
      requireBits(data, data.test());
    }
    return inOrderOf(network, data);
  }

  /**
   * What the classes that a network tells apart are called: as the network says, or else as the
   * data do.
   */
  public static List<String> classNames(Network network, DataSet data) {
    List<String> names = new ArrayList<>(labels(network));
    if (areNumbers(names)) {
      for (int label = 0; label < data.classNames().size(); label++) {
        names.set(label, data.classNames().get(label));
      }
    }
    return names;
  }

  private static void requireShape(DataSet data, Network network) {
    Shape images = data.train().shape();
    Shape input = network.input().type().shape();
    // Of a different number of extents it may be the same in a row. With as many of them, what is
    // different is the order, such as that of channels, or the data.
    boolean fits =
        images.rank() == input.rank() ? images.equals(input) : images.size() == input.size();
    if (!fits) {
      throw new DataException(
          "the images of %s are %s, but the input of network '%s' is %s%s"
              .formatted(
                  data.name(),
                  images,
                  network.name(),
                  network.input().type(),
                  images.rank() == 3 && input.rank() == 3
                      ? "; extents are channels, height and width, and images that are all grey have one channel"
                      : ""));
    }
  }

  private static DataSet inOrderOf(Network network, DataSet data) {
    List<String> labels = labels(network);
    List<String> names = data.classNames();
    if (areNumbers(labels) || areNumbers(names)) {
      return data;
    }
    if (labels.containsAll(names)) {
      return data.numberedAs(labels);
    }
    for (int label = 0; label < names.size(); label++) {
      if (labels.contains(names.get(label)) && !labels.get(label).equals(names.get(label))) {
        throw new DataException(
            "the classes of %s are %s, but those of network '%s' are %s: '%s' stands at another place; name all alike, and their order does not matter"
                .formatted(
                    data.name(),
                    String.join(", ", names),
                    network.name(),
                    String.join(", ", labels),
                    names.get(label)));
      }
    }
    return data;
  }

  private static boolean areNumbers(List<String> names) {
    return names.equals(DataSet.numbers(names.size()));
  }

  private static List<String> labels(Network network) {
    return network.output().layer() instanceof Layer.Argmax argmax
        ? argmax.labels()
        : DataSet.numbers(classes(network));
  }

  /** Images as the input of the engines and simulators. */
  public static FrameBatch frames(ImageSet images) {
    return new FrameBatch(images.pixels(), images.count(), images.shape().size());
  }

  private static int classes(Network network) {
    return network.nodes().get(network.output().operands().getFirst()).type().shape().size();
  }

  private static void requireBits(DataSet data, ImageSet images) {
    for (byte pixel : images.pixels()) {
      if (pixel != 0 && pixel != 1) {
        throw new DataException(
            "%s holds the value %d where the network takes bits; declare the input as u8 and binarize it"
                .formatted(data.name(), Byte.toUnsignedInt(pixel)));
      }
    }
  }
}
