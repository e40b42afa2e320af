package dev.signet.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortTraceTest {
  private static final BigInteger WIDE = BigInteger.ONE.shiftLeft(69).or(BigInteger.TWO);
  private static final BigInteger TOP = BigInteger.ONE.shiftLeft(63);

  @Test
  void valuesAreStoredAsChanges() {
    PortTrace trace =
        new PortTrace(List.of(Port.input(new Signal("x", 70)), Port.output(new Signal("y", 64))));
    trace.add(List.of(WIDE, BigInteger.ZERO));
    trace.add(List.of(WIDE, TOP));
    trace.add(new long[] {2, 0, Long.MIN_VALUE});

    assertThat(trace.cycles()).isEqualTo(3);
    assertThat(trace.values(0)).containsExactly(WIDE, BigInteger.TWO);
    assertThat(trace.values(1)).containsExactly(BigInteger.ZERO, TOP);
    assertThat(List.of(trace.changes(0, 0), trace.changes(0, 1), trace.changes(0, 2)))
        .containsExactly(true, false, true);
    assertThat(List.of(trace.changes(1, 0), trace.changes(1, 1), trace.changes(1, 2)))
        .containsExactly(true, true, false);
  }
}
