package dev.signet.verilog;

import static dev.signet.rtl.Expression.*;

import dev.signet.rtl.*;
import java.math.BigInteger;
import java.nio.file.*;
import java.util.*;

public final class Bench {
  private Bench() {}

  public static void main(String[] a) throws Exception {
    int frames = Integer.parseInt(a[1]);
    Random r = new Random(1);
    int[] sizes = {784, 256, 256, 256, 10};
    List<Statement> s = new ArrayList<>();
    Signal x = new Signal("s_axis_tdata", 784);
    List<BigInteger[]> weights = new ArrayList<>();
    List<int[]> levels = new ArrayList<>();
    Signal v = new Signal("s_axis_tvalid", 1);
    Signal prev = x;
    for (int l = 0; l < 4; l++) {
      Signal in = new Signal("l" + l + "_in", sizes[l]);
      s.add(new Statement.Register(in, prev, Optional.empty(), Optional.empty()));
      BigInteger[] w = new BigInteger[sizes[l + 1]];
      int[] t = new int[sizes[l + 1]];
      List<Expression> bits = new ArrayList<>();
      for (int n = 0; n < sizes[l + 1]; n++) {
        w[n] = new BigInteger(sizes[l], r);
        t[n] = sizes[l] / 2 + r.nextInt(7) - 3;
        Signal c = new Signal("l" + l + "_n" + n + "_count", bitsFor(sizes[l]));
        Signal b = new Signal("l" + l + "_n" + n, 1);
        s.add(new Statement.Assign(c, new Popcount(xnor(in, new Constant(sizes[l], w[n])))));
        s.add(new Statement.Assign(b, new Threshold(c, constant(c.width(), t[n]))));
        bits.addFirst(b);
      }
      weights.add(w);
      levels.add(t);
      Signal out = new Signal("l" + l + "_out", sizes[l + 1]);
      s.add(new Statement.Assign(out, concat(bits)));
      prev = out;
    }
    Signal y = new Signal("m_axis_tdata", 10);
    s.add(new Statement.Register(y, prev, Optional.empty(), Optional.empty()));
    Signal[] vv = new Signal[6];
    vv[0] = v;
    for (int i = 1; i <= 5; i++) {
      vv[i] = i == 5 ? new Signal("m_axis_tvalid", 1) : new Signal("v" + i, 1);
      s.add(
          new Statement.Register(vv[i], vv[i - 1], Optional.empty(), Optional.of(BigInteger.ZERO)));
    }
    Signal yr = new Signal("m_axis_tready", 1);
    List<Port> ports =
        List.of(Port.input(x), Port.input(v), Port.output(y), Port.output(vv[5]), Port.input(yr));
    Design d = new Design(new RtlModule("sfc", "spatial", ports, List.of(), s), List.of());
    List<Port> tp = new ArrayList<>(ports);
    tp.addFirst(Port.input(new Signal("aresetn", 1)));
    PortTrace trace = new PortTrace(tp);
    Deque<BigInteger> pipe = new ArrayDeque<>();
    BigInteger[] vs = new BigInteger[6];
    Arrays.fill(vs, BigInteger.ZERO);
    for (int c = 0; c < frames + 8; c++) {
      BigInteger in = new BigInteger(784, r);
      boolean rst = c >= 8;
      BigInteger out = c >= 5 ? pipe.removeFirst() : BigInteger.ZERO;
      vs[0] = BigInteger.ONE;
      trace.add(
          List.of(
              rst ? BigInteger.ONE : BigInteger.ZERO,
              in,
              vs[0],
              c < 5 ? BigInteger.ZERO : out,
              vs[5],
              BigInteger.ONE));
      for (int i = 5; i >= 1; i--) vs[i] = rst ? vs[i - 1] : BigInteger.ZERO;
      BigInteger h = in;
      for (int l = 0; l < 4; l++) {
        BigInteger o = BigInteger.ZERO;
        for (int n = 0; n < sizes[l + 1]; n++) {
          int p = sizes[l] - h.xor(weights.get(l)[n]).bitCount();
          if (p >= levels.get(l)[n]) o = o.setBit(n);
        }
        h = o;
      }
      pipe.addLast(h);
    }
    long t0 = System.nanoTime();
    List<GeneratedFile> vf = new VerilogEmitter().emit(d);
    long t1 = System.nanoTime();
    List<GeneratedFile> fs = new ArrayList<>(vf);
    fs.addAll(new TestbenchEmitter().emit(d, trace));
    fs.addAll(new ScriptEmitter().emit(d, vf));
    System.out.println("emit " + (t1 - t0) / 1e6 + " ms, tb " + (System.nanoTime() - t1) / 1e6);
    for (GeneratedFile f : fs) {
      Path p = Path.of(a[0]).resolve(f.path());
      Files.createDirectories(p.getParent());
      Files.writeString(p, f.content());
    }
  }
}
