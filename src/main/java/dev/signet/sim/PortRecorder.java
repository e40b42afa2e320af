package dev.signet.sim;

import dev.signet.rtl.Design;
import dev.signet.rtl.Port;
import dev.signet.rtl.PortTrace;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;

/** Records what every port of the top module, and the reset, hold in every cycle. */
public final class PortRecorder implements CycleListener {
  private final CycleSimulator simulator;
  private final PortTrace trace;
  private final int[] handles;
  private final long[] sample;

  /** A recorder of a simulator of this design. */
  public PortRecorder(CycleSimulator simulator, Design design) {
    this.simulator = simulator;
    List<Port> ports = new ArrayList<>();
    ports.add(Port.input(new Signal(CycleSimulator.RESET, 1)));
    ports.addAll(design.top().ports());
    trace = new PortTrace(ports);
    handles = ports.stream().mapToInt(port -> simulator.signal(port.name())).toArray();
    sample = new long[trace.sampleWords()];
  }

  @Override
  public void settled(long cycle) {
    int at = 0;
    for (int handle : handles) {
      simulator.get(handle, sample, at);
      at += simulator.words(handle);
    }
    trace.add(sample);
  }

  /** What has been recorded so far; grows as the run goes on. */
  public PortTrace trace() {
    return trace;
  }
}
