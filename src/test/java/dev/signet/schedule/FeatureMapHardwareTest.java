package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.flow.HardwareSimulation;
import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import dev.signet.network.Window.Extent;
import dev.signet.rtl.Design;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.StreamResult;
import dev.signet.sim.StreamSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a network of feature maps becomes. */
class FeatureMapHardwareTest {
  private static final Window THREE = new Window(Extent.valid(3, 1), Extent.valid(3, 1));
  private static final Window SAME = new Window(new Extent(3, 1, 1, 1), new Extent(3, 1, 1, 1));
  private static final Window HALVED = new Window(Extent.valid(2, 2), Extent.valid(2, 2));

  private final Random random = new Random(3);
  private final RandomNetworks network = new RandomNetworks(random);

  /**
   * The CNV of FINN (Umuroglu et al., 2017) with the folding it is published with: no window and
   * nothing between the layers is slower than the layers, so that the slowest of these, with 64 ·
   * 512 clocks, sets the pace.
   */
  @Test
  void theWindowsOfCnvKeepUpWithItsLayers() {
    Program program = cnv();
    int[] pe = {16, 32, 16, 16, 4, 1, 1, 1, 5};
    int[] simd = {3, 32, 32, 32, 32, 32, 4, 8, 1};
    Map<String, Folding> foldings = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.XnorPopcount product) {
        int layer = foldings.size();
        foldings.put(product.result().name(), new Folding(pe[layer], simd[layer]));
      }
    }

    StreamResult result = run(program, goals(foldings), 4);

    assertThat(result.initiationInterval()).isEqualTo(32_768);
  }

  private Program cnv() {
    Value map = network.input(RandomNetworks.Pixels.BYTES, 3, 32, 32);
    int[] channels = {64, 64, 128, 128, 256, 256};
    for (int layer = 0; layer < channels.length; layer++) {
      map = sign(network.conv(map, channels[layer], THREE, 1, 0));
      map = layer == 1 || layer == 3 ? network.pool(map, HALVED) : map;
    }
    Value bits = network.reshape(map, Shape.of(256));
    bits = sign(network.dense(bits, 512));
    bits = sign(network.dense(bits, 512));
    return network.program("cnv", network.dense(bits, 10));
  }

  /** Two windows of three rows see some rows before they give one; as many wait beside them. */
  @Test
  void theShortBranchWaitsInAFifoThatIsDeepEnough() {
    Value map =
        sign(network.conv(network.input(RandomNetworks.Pixels.BITS, 2, 12, 9), 4, SAME, 1, 0));
    Value inner = sign(network.conv(map, 4, SAME, 1, 0));
    Value sums = network.add(map, network.conv(inner, 4, SAME, 1, 0));
    Program program =
        network.program(
            "residual", network.dense(network.reshape(sign(sums), Shape.of(12 * 9 * 4)), 3));
    Map<String, Folding> foldings = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.XnorPopcount product) {
        foldings.put(product.result().name(), new Folding(product.weights().rows(), 4));
      }
    }

    StreamResult result = run(program, goals(foldings), 10);

    StreamResult.StreamStatistics fifo =
        result.streams().stream()
            .filter(stream -> stream.name().endsWith("_fifo_0"))
            .findFirst()
            .orElseThrow();
    int wordsOfRow = 9;
    assertThat(fifo.highWater()).isGreaterThan(2L * wordsOfRow).isLessThanOrEqualTo(fifo.depth());
  }

  @Test
  void framesOfMapsGoPlaceAfterPlace() {
    FrameFormat format = new FrameFormat(12, 8, 3, 3);
    byte[] frame = {10, 11, 12, 13, 20, 21, 22, 23, 30, 31, 32, 33};

    assertThat(format.beats()).isEqualTo(4);
    assertThat(format.beat(frame, 0, 0)).containsExactly(0x1e140aL);
    assertThat(format.beat(frame, 0, 3)).containsExactly(0x21170dL);
  }

  /** The middle, four sides and four corners of a map whose padding adds nothing. */
  @Test
  void placesThatSeeTheSameShareAModule() {
    Value sums = network.conv(network.input(RandomNetworks.Pixels.BITS, 2, 6, 5), 3, SAME, 1, 0);
    Program program =
        network.program("shared", network.dense(network.reshape(sign(sums), Shape.of(90)), 3));

    Design design = Scheduler.schedule(program, Style.SPATIAL, HardwareGoals.defaults()).design();

    String places = "shared_" + sums.name() + "_place_";
    assertThat(design.modules().stream().filter(module -> module.name().startsWith(places)))
        .hasSize(9);
    RtlModule layer =
        design.modules().stream()
            .filter(module -> module.name().equals("shared_" + sums.name()))
            .findFirst()
            .orElseThrow();
    assertThat(layer.statements().stream().filter(Statement.Instance.class::isInstance))
        .hasSize(30);
  }

  /**
   * A layer of neurons and the sums of another take two clocks; so long the other operand waits.
   */
  @Test
  void theShortBranchWaitsInRegistersOfItsOwn() {
    Value map =
        sign(network.conv(network.input(RandomNetworks.Pixels.BITS, 2, 4, 5), 3, SAME, 1, 0));
    Value inner = sign(network.conv(map, 4, SAME, 1, 0));
    Value sums = network.add(map, network.conv(inner, 3, SAME, 1, 0));
    Program program =
        network.program("balanced", network.dense(network.reshape(sign(sums), Shape.of(60)), 3));

    RtlModule top =
        Scheduler.schedule(program, Style.SPATIAL, HardwareGoals.defaults()).design().top();

    assertThat(
            top.statements().stream()
                .flatMap(statement -> statement.drives().stream())
                .filter(signal -> signal.name().contains("_delayed_")))
        .extracting(Signal::width)
        .containsExactly(4 * 5 * 3, 4 * 5 * 3);
  }

  /** 28,901,376 = 28 · 28 places of 64 neurons of 9 · 64 inputs. */
  @Test
  void theSpatialStyleTellsWhatIsTooLarge() {
    Program program = cnv();

    assertThatThrownBy(() -> Scheduler.schedule(program, Style.SPATIAL, HardwareGoals.defaults()))
        .isInstanceOf(Scheduler.ScheduleException.class)
        .hasMessageContaining("too large for the spatial style")
        .hasMessageContaining("28,901,376 of the bits go into")
        .hasMessageContaining("use the style dataflow");
  }

  @Test
  void aThroughputThatWindowsCannotReachIsTold() {
    HardwareGoals goals =
        new HardwareGoals(Style.DATAFLOW, 1e8, OptionalDouble.of(20_000), Map.of());

    assertThatThrownBy(() -> Scheduler.plan(cnv(), goals))
        .isInstanceOf(Scheduler.ScheduleException.class)
        .hasMessageContaining("leaves 5,000 clocks for a frame")
        .hasMessageContaining("however it is folded it takes 8,100");
  }

  @Test
  void aFoldingThatDoesNotDivideAGroupIsTold() {
    Value sums = network.conv(network.input(RandomNetworks.Pixels.BITS, 4, 3, 3), 12, THREE, 2, 0);
    Program program = network.program("groups", sums);
    String name = sums.name();

    assertThatThrownBy(() -> Scheduler.plan(program, goals(Map.of(name, new Folding(4, 2)))))
        .isInstanceOf(Scheduler.ScheduleException.class)
        .hasMessage("fold " + name + "(pe = 4) has to divide the 6 neurons of each group");
  }

  private Value sign(Value sums) {
    return network.threshold(sums, 1, Borders.NONE);
  }

  private static HardwareGoals goals(Map<String, Folding> foldings) {
    return new HardwareGoals(Style.DATAFLOW, 1e8, OptionalDouble.empty(), foldings);
  }

  private StreamResult run(Program program, HardwareGoals goals, int count) {
    FrameBatch frames = RandomNetworks.frames(random, program, count);
    Hardware hardware = Scheduler.schedule(program, Style.DATAFLOW, goals);
    return new HardwareSimulation(hardware)
        .run(frames, count, StreamSettings.DEFAULT, List.of()).stream();
  }
}
