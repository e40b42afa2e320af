package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.rtl.RtlParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VcdWriterTest {

  @Test
  void aSmallDumpLooksLikeThis() {
    CycleSimulator simulator =
        CycleSimulator.of(
            RtlParser.parse(
                """
                module counter {
                  output count : 3;
                  register count : 3 <= count + 3'd1 reset 6;
                }
                module pair {
                  output y : 3;
                  instance inner : counter () -> (count = y : 3);
                }
                top pair;
                """));
    StringBuilder text = new StringBuilder();
    VcdWriter writer = VcdWriter.of(simulator, "pair", text);
    for (int cycle = 0; cycle < 3; cycle++) {
      simulator.set(simulator.signal(CycleSimulator.RESET), cycle == 0 ? 0 : 1);
      simulator.settle();
      writer.settled(cycle);
      simulator.clock();
    }

    assertThat(text)
        .hasToString(
            """
            $version Signet $end
            $timescale 1 ns $end
            $scope module pair $end
            $var wire 1 ! aclk $end
            $var wire 1 " aresetn $end
            $var wire 3 # y [2:0] $end
            $scope module inner $end
            $var wire 3 # count [2:0] $end
            $upscope $end
            $upscope $end
            $enddefinitions $end
            #0
            $dumpvars
            1!
            0"
            b0 #
            $end
            #5
            0!
            #10
            1!
            1"
            b110 #
            #15
            0!
            #20
            1!
            b111 #
            #25
            0!
            """);
  }

  @Test
  void readBackItHoldsEverySignalOfEveryCycle() {
    StreamRun<CycleSimulator> run = StreamRun.of(StreamDesigns.bitCounter(70, 3, 3));
    CycleSimulator simulator = run.simulator();
    StringBuilder text = new StringBuilder();
    List<Map<String, BigInteger>> expected = new ArrayList<>();
    CycleListener collector =
        _ -> {
          Map<String, BigInteger> values = new HashMap<>();
          for (String path : simulator.paths()) {
            values.put("top." + path, value(simulator.value(simulator.signal(path))));
          }
          expected.add(values);
        };

    run.run(
        8,
        index -> List.of(new long[] {-index, 5}, new long[] {index, 0}, new long[] {7, 63}),
        StreamSettings.DEFAULT.withStalls(new Stalls(0.3, 0.3, 4)),
        List.of(VcdWriter.of(simulator, "top", text), collector));

    assertThat(read(text.toString())).isEqualTo(expected);
    assertThat(simulator.paths()).contains("queue.stored", "total");
  }

  @Test
  void onlyChosenSignalsAreWritten() {
    CycleSimulator simulator = CycleSimulator.of(StreamDesigns.bitCounter(70, 3, 3));
    StringBuilder text = new StringBuilder();

    VcdWriter.of(simulator, "top", text, List.of("queue.stored", "queue.fetch"));

    assertThat(text.toString().lines().filter(line -> line.startsWith("$var")))
        .containsExactly(
            "$var wire 1 ! aclk $end",
            "$var wire 3 \" stored [2:0] $end",
            "$var wire 1 # fetch $end");
  }

  @Test
  void aFailureToWriteIsNotHidden() {
    CycleSimulator simulator = CycleSimulator.of(StreamDesigns.bitCounter(70, 3, 3));
    Appendable full =
        new Appendable() {
          @Override
          public Appendable append(CharSequence text) throws IOException {
            throw new IOException("no space left");
          }

          @Override
          public Appendable append(CharSequence text, int start, int end) throws IOException {
            throw new IOException("no space left");
          }

          @Override
          public Appendable append(char c) throws IOException {
            throw new IOException("no space left");
          }
        };

    assertThatThrownBy(() -> VcdWriter.of(simulator, "top", full))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static BigInteger value(long[] words) {
    BigInteger value = BigInteger.ZERO;
    for (int i = words.length - 1; i >= 0; i--) {
      value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(words[i])));
    }
    return value;
  }

  /** Reads a dump: the values by path at each multiple of the period. */
  private static List<Map<String, BigInteger>> read(String text) {
    Map<String, List<String>> paths = new HashMap<>();
    Map<String, BigInteger> now = new HashMap<>();
    List<Map<String, BigInteger>> cycles = new ArrayList<>();
    Deque<String> scopes = new ArrayDeque<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "$scope" -> scopes.addLast(words[2]);
        case "$upscope" -> scopes.removeLast();
        case "$var" ->
            paths
                .computeIfAbsent(words[3], _ -> new ArrayList<>())
                .add(String.join(".", scopes) + "." + words[4]);
        case "$version", "$timescale", "$enddefinitions", "$dumpvars", "$end", "" -> {}
        default -> {
          if (line.startsWith("#")) {
            if (Long.parseLong(line.substring(1)) % VcdWriter.PERIOD != 0) {
              Map<String, BigInteger> cycle = new HashMap<>(now);
              cycle.remove("top.aclk");
              cycles.add(cycle);
            }
          } else {
            boolean vector = line.startsWith("b");
            String code = vector ? words[1] : line.substring(1);
            BigInteger value =
                new BigInteger(vector ? words[0].substring(1) : line.substring(0, 1), 2);
            Objects.requireNonNull(paths.get(code)).forEach(path -> now.put(path, value));
          }
        }
      }
    }
    return cycles;
  }
}
