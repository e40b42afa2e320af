package dev.signet.flow;

import dev.signet.flow.CornerNetworks.Corner;
import dev.signet.ir.Borders;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import dev.signet.network.Window.Extent;
import dev.signet.schedule.RandomNetworks;
import dev.signet.schedule.RandomNetworks.Pixels;
import java.util.List;
import java.util.Random;

/** Networks of feature maps, each with something that others have not. */
final class FeatureMapNetworks {
  private static final Window THREE = new Window(Extent.valid(3, 1), Extent.valid(3, 1));
  private static final Window HALVED = new Window(Extent.valid(2, 2), Extent.valid(2, 2));
  private static final Window SAME = new Window(new Extent(3, 1, 1, 1), new Extent(3, 1, 1, 1));

  private final Random random;
  private final RandomNetworks network;

  private FeatureMapNetworks(Random random) {
    this.random = random;
    this.network = new RandomNetworks(random);
  }

  static List<Corner> all(long seed) {
    Random random = new Random(seed);
    return List.of(
        new FeatureMapNetworks(random).windowsAndPools(),
        new FeatureMapNetworks(random).stridesInPadding(),
        new FeatureMapNetworks(random).groups(),
        new FeatureMapNetworks(random).branches(),
        new FeatureMapNetworks(random).joinedChannels(),
        new FeatureMapNetworks(random).signal());
  }

  private Corner windowsAndPools() {
    Value map = network.input(Pixels.BYTES, 2, 7, 6);
    map = sign(network.conv(map, 3, THREE, 1, 0));
    map = network.pool(map, HALVED);
    map = sign(network.conv(map, 5, HALVED, 1, 0));
    return corner("windows_and_pools", network.dense(flat(map), 4));
  }

  /** Where padding adds nothing, the places at the border have thresholds of their own. */
  private Corner stridesInPadding() {
    Window window = new Window(new Extent(3, 2, 1, 1), new Extent(4, 3, 2, 1));
    Value map = network.input(Pixels.BINARIZED, 1, 7, 8);
    Value sums = network.conv(map, 4, window, 1, 0);
    map = network.threshold(sums, 1, new Borders(List.of(0, 1, 1, 2), List.of(0, 1, 2)));
    return corner("strides_in_padding", network.dense(flat(map), 3));
  }

  private Corner groups() {
    Value map = network.input(Pixels.BITS, 4, 5, 5);
    map = sign(network.conv(map, 8, SAME, 2, 1));
    map = sign(network.conv(map, 8, THREE, 8, 0));
    Value sums = network.sumPool(map, THREE);
    return corner("groups_and_means", sums);
  }

  private Corner branches() {
    Value map = network.input(Pixels.BINARIZED, 3, 4, 5);
    map = sign(network.conv(map, 4, SAME, 1, 1));
    Value inner = sign(network.conv(map, 4, SAME, 1, 0));
    Value sums = network.add(map, network.conv(inner, 4, SAME, 1, 0));
    map = sign(network.affine(sums, network.borders(sums.type())));
    Window step = new Window(Extent.valid(1, 2), Extent.valid(1, 2));
    Window wide = new Window(new Extent(3, 2, 1, 1), new Extent(3, 2, 1, 1));
    sums = network.add(network.conv(map, 4, step, 1, 0), network.conv(map, 4, wide, 1, 0));
    return corner("branches", network.dense(flat(sign(sums)), 5));
  }

  private Corner joinedChannels() {
    Value map = network.input(Pixels.THERMOMETER, 2, 3, 4);
    Value first = network.threshold(network.conv(map, 4, SAME, 1, 0), 3, Borders.NONE);
    Value second = network.threshold(network.dense(map, 2), 3, Borders.NONE);
    map = network.concat(List.of(first, second));
    map = network.threshold(network.conv(map, 3, THREE, 1, 0), 7, Borders.NONE);
    return corner("joined_channels", network.dense(flat(map), 3));
  }

  private Corner signal() {
    Window window = new Window(Extent.ONE, new Extent(5, 2, 2, 2));
    Window pool = new Window(Extent.ONE, Extent.valid(3, 2));
    Value map = network.input(Pixels.BYTES, 2, 1, 13);
    map = network.pool(sign(network.conv(map, 5, window, 1, 0)), pool);
    return corner("signal", network.dense(flat(map), 2));
  }

  private Value sign(Value sums) {
    return network.threshold(sums, 1, Borders.NONE);
  }

  private Value flat(Value map) {
    return network.reshape(map, Shape.of(map.type().shape().size()));
  }

  private Corner corner(String name, Value sums) {
    Program program = network.program(name, sums);
    return new Corner(program, RandomNetworks.goals(program, random));
  }
}
