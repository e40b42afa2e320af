package dev.signet.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Golden text of small designs, under {@code src/test/resources/verilog}. */
class VerilogEmitterTest {
  private static final Signal CLOCKED_IN = new Signal("s_axis_tdata", 7);

  @Test
  void neuronIsAFunctionCallAndAComparison() throws IOException {
    Signal bits = new Signal("bits", 7);
    Signal fires = new Signal("fires", 1);
    Signal count = new Signal("count", 3);
    RtlModule neuron =
        new RtlModule(
            "neuron",
            "Layer dense1, neuron 0: 7 inputs.\nFires where at least 5 agree with the weights.",
            List.of(Port.input(bits), Port.output(fires)),
            List.of(),
            List.of(
                new Statement.Assign(
                    count,
                    new Expression.Popcount(
                        Expression.xnor(bits, Expression.constant(7, 0b1011001)))),
                new Statement.Assign(
                    fires, new Expression.Threshold(count, Expression.constant(3, 5)))));
    assertGolden("neuron", neuron);
  }

  @Test
  void bitsOfALongConcatenationShareLines() throws IOException {
    Signal word = new Signal("word", 240);
    Signal plane = new Signal("plane_7", 32);
    List<Expression> parts = new ArrayList<>();
    for (int element = 29; element >= 0; element--) {
      parts.add(Expression.slice(word, 8 * element + 7, 1));
    }
    // A part that is longer has a line of its own.
    parts.add(
        10, new Expression.Threshold(Expression.slice(word, 200, 8), Expression.constant(8, 130)));
    parts.add(Expression.constant(1, 0));
    RtlModule bytes =
        new RtlModule(
            "bytes",
            "",
            List.of(Port.input(word), Port.output(plane)),
            List.of(),
            List.of(new Statement.Assign(plane, Expression.concat(parts))));
    assertGolden("bytes", bytes);
  }

  @Test
  void registersMemoriesAndInstances() throws IOException {
    Signal data = new Signal("data", 8);
    Signal write = new Signal("write", 1);
    Signal address = new Signal("address", 2);
    Signal word = new Signal("word", 8);
    Memory ram = new Memory("ram", 8, 4, Optional.empty());
    RtlModule buffer =
        new RtlModule(
            "buffer",
            "",
            List.of(Port.input(data), Port.input(write), Port.input(address), Port.output(word)),
            List.of(ram),
            List.of(
                new Statement.MemoryWrite(ram, address, data, write),
                new Statement.MemoryRead(word, ram, address, Expression.not(write))));
    BitMatrix.Builder contents = BitMatrix.builder(3, 300);
    for (int column = 0; column < 300; column++) {
      contents.set(2, column, column % 3 == 0);
    }
    Memory rom = new Memory("weights", 300, 3, Optional.of(contents.build()));
    Signal weight = new Signal("weight", 300);
    Signal position = new Signal("position", 2);
    Signal last = new Signal("last", 1);
    Signal wordOut = new Signal("word_out", 8);
    Signal held = new Signal("held", 1);
    RtlModule top =
        new RtlModule(
            "controller",
            "Reads weights in a circle.",
            List.of(
                Port.input(CLOCKED_IN),
                Port.output(new Signal("position", 2)),
                Port.output(wordOut),
                Port.output(held)),
            List.of(rom),
            List.of(
                new Statement.Assign(last, Expression.equal(position, 2)),
                new Statement.Register(
                    position,
                    Expression.mux(
                        last,
                        Expression.constant(2, 0),
                        Expression.add(position, Expression.constant(2, 1))),
                    Optional.of(Expression.slice(CLOCKED_IN, 0, 1)),
                    Optional.of(BigInteger.ZERO)),
                new Statement.MemoryRead(weight, rom, position, Expression.constant(1, 1)),
                new Statement.Register(
                    held, Expression.slice(weight, 299, 1), Optional.empty(), Optional.empty()),
                new Statement.Instance(
                    "words",
                    buffer,
                    Map.of(
                        "data",
                        Expression.zeroExtend(CLOCKED_IN, 8),
                        "write",
                        last,
                        "address",
                        position),
                    Map.of("word", wordOut))));
    assertGolden("controller", top);
  }

  @Test
  void signedArithmeticGetsNamedOperands() throws IOException {
    Signal score = new Signal("score", 6);
    Signal scale = new Signal("scale", 4);
    Signal best = new Signal("best", 12);
    Signal better = new Signal("better", 1);
    RtlModule affine =
        new RtlModule(
            "affine",
            "",
            List.of(Port.input(score), Port.input(scale), Port.input(best), Port.output(better)),
            List.of(),
            List.of(
                new Statement.Assign(
                    better,
                    new Expression.Compare(
                        Expression.Comparison.SIGNED_LESS,
                        best,
                        Expression.signExtend(
                            new Expression.Multiply(
                                Expression.subtract(score, Expression.constant(6, 3)), scale),
                            12)))));
    assertGolden("affine", affine);
  }

  @Test
  void generatedNamesGiveWayToNamesOfTheDesign() {
    Signal bits = new Signal("popcount_3", 3);
    Signal unused = new Signal("unused", 2);
    Signal count = new Signal("count", 2);
    RtlModule module =
        new RtlModule(
            "clash",
            "",
            List.of(Port.input(bits), Port.input(unused), Port.output(count)),
            List.of(),
            List.of(new Statement.Assign(count, new Expression.Popcount(bits))));

    String text = emit(module);

    assertThat(text)
        .contains("assign count = popcount_3_2(popcount_3);")
        .contains("wire unused_2 = &{1'b0, unused};");
  }

  @Test
  void deepRomIsMarkedForBlockRam() {
    assertThat(emit(reader(65))).contains("(* rom_style = \"block\" *)\n  reg  [63:0] rom [0:64];");
  }

  /** Sixty-four words are one LUT6 a bit. */
  @Test
  void shallowRomIsNot() {
    assertThat(emit(reader(64)))
        .contains("\n  reg  [63:0] rom [0:63];")
        .doesNotContain("rom_style");
  }

  private static RtlModule reader(int depth) {
    Memory rom = new Memory("rom", 64, depth, Optional.of(BitMatrix.builder(depth, 64).build()));
    Signal address = new Signal("address", rom.addressWidth());
    Signal word = new Signal("word", 64);
    return new RtlModule(
        "reader",
        "",
        List.of(Port.input(address), Port.output(word)),
        List.of(rom),
        List.of(new Statement.MemoryRead(word, rom, address, Expression.constant(1, 1))));
  }

  @Test
  void longCommentsAreWrapped() {
    Signal in = new Signal("in", 1);
    Signal out = new Signal("out", 1);
    RtlModule module =
        new RtlModule(
            "wire_only",
            "word ".repeat(60),
            List.of(Port.input(in), Port.output(out)),
            List.of(),
            List.of(new Statement.Assign(out, in)));

    assertThat(emit(module).lines()).allMatch(line -> line.length() <= 120);
  }

  @Test
  void layerOf1024NeuronsOf784InputsIsEmittedInSeconds() {
    Random random = new Random(1);
    Signal in = new Signal("image", 784);
    List<Statement> statements = new ArrayList<>();
    List<Expression> fires = new ArrayList<>();
    for (int neuron = 0; neuron < 1024; neuron++) {
      Signal count = new Signal("neuron" + neuron + "_count", 10);
      Signal fire = new Signal("neuron" + neuron, 1);
      Expression weights = new Expression.Constant(784, new BigInteger(784, random));
      statements.add(
          new Statement.Assign(count, new Expression.Popcount(Expression.xnor(in, weights))));
      statements.add(
          new Statement.Assign(
              fire, new Expression.Threshold(count, Expression.constant(10, 392))));
      fires.add(fire);
    }
    Signal out = new Signal("bits", 1024);
    statements.add(new Statement.Assign(out, Expression.concat(fires)));
    RtlModule layer =
        new RtlModule(
            "layer", "", List.of(Port.input(in), Port.output(out)), List.of(), statements);

    String text = Assertions.assertTimeout(Duration.ofSeconds(10), () -> emit(layer));

    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
  }

  private static String emit(RtlModule module) {
    return new VerilogEmitter().emit(new Design(module, List.of())).getLast().content();
  }

  private static void assertGolden(String name, RtlModule top) throws IOException {
    StringBuilder text = new StringBuilder();
    for (GeneratedFile file : new VerilogEmitter().emit(new Design(top, List.of()))) {
      text.append(file.content());
    }
    String resource = "/verilog/" + name + ".v";
    try (InputStream stream = VerilogEmitterTest.class.getResourceAsStream(resource)) {
      String golden =
          stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text.toString()).as(resource).isEqualTo(golden);
    }
  }
}
