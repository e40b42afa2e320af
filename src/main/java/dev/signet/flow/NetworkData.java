package dev.signet.flow;

import dev.signet.data.DataException;
import dev.signet.data.DataSet;
import dev.signet.data.DataSets;
import dev.signet.data.ImageSet;
import dev.signet.network.Element;
import dev.signet.network.Network;
import dev.signet.sim.FrameBatch;
import java.nio.file.Path;
import java.util.Optional;

/** The images a network's text asks for, held to the network's input and output. */
public final class NetworkData {
  private NetworkData() {}

  /**
   * Loads the data set that the network's {@code train} section names.
   *
   * @param path where it is, for data that are not built in
   * @throws DataException when it cannot be read or does not fit the network
   */
  public static DataSet load(Network network, Optional<Path> path) {
    DataSet data = DataSets.load(network.training().data(), path);
    for (ImageSet images : new ImageSet[] {data.train(), data.test()}) {
      if (images.shape().size() != network.input().type().shape().size()) {
        throw new DataException(
            "the images of %s are %s, but the input of network '%s' is %s"
                .formatted(data.name(), images.shape(), network.name(), network.input().type()));
      }
      if (images.classes() > classes(network)) {
        throw new DataException(
            "%s has %d classes, but network '%s' tells only %d apart"
                .formatted(data.name(), images.classes(), network.name(), classes(network)));
      }
      if (network.input().type().element() instanceof Element.Bit) {
        requireBits(data, images);
      }
    }
    return data;
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
