package dev.signet.sim;

import dev.signet.rtl.Design;
import dev.signet.rtl.Port;
import dev.signet.sim.StateLayout.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flattened design as operations on words of a state, in no order yet.
 *
 * @param handles of all signals by path: the reset, then module by module
 * @param places of all signals, by handle
 * @param inputs whether a signal is an input, by handle
 * @param resetOffset the word of the reset
 * @param registers the places that the clock edge changes
 * @param operations what follows from inputs and registers within a cycle
 * @param edge what happens at its end
 * @param memories what each holds at the start, words of a row side by side
 * @param initialState the state before the first cycle, with all constants
 * @param constants the words that never change
 */
@SuppressWarnings("ArrayRecordComponent") // Read by inner loops, never compared.
record CompiledDesign(
    Map<String, Integer> handles,
    Place[] places,
    boolean[] inputs,
    int resetOffset,
    List<Place> registers,
    List<CycleOperation> operations,
    EdgePlan edge,
    long[][] memories,
    long[] initialState,
    BitSet constants) {

  /** Compiles, in time linear in the design's size. */
  static CompiledDesign of(Design design, RtlFlattener flat) {
    CycleCompiler compiler = new CycleCompiler();
    int resetOffset = compiler.layout.allocate(1).offset();
    ClockEdgeCompiler edgeCompiler = new ClockEdgeCompiler(compiler);
    EdgePlan edge = edgeCompiler.compile(flat.stateful, flat.memories);
    flat.drivers.forEach(compiler::drive);

    Map<String, Integer> byPath = new LinkedHashMap<>();
    List<Place> places = new ArrayList<>();
    byPath.put(CycleSimulator.RESET, 0);
    places.add(new Place(resetOffset, 1));
    flat.signals.forEach(
        (path, signal) -> {
          byPath.put(path, places.size());
          places.add(compiler.place(signal));
        });
    boolean[] inputs = new boolean[places.size()];
    inputs[0] = true;
    for (Port port : design.top().ports()) {
      Integer handle = byPath.get(port.name());
      if (handle != null) {
        inputs[handle] = port.direction() == Port.Direction.INPUT;
      }
    }
    List<Place> registers =
        flat.stateful.stream()
            .flatMap(each -> each.statement().drives().stream().map(each.scope()::signal))
            .map(compiler::place)
            .toList();
    BitSet kept = new BitSet();
    places.forEach(place -> kept.set(place.offset(), place.offset() + place.words()));
    edge.keep(kept);
    List<CycleOperation> operations =
        RowGrouping.group(
            ByteComparisons.join(compiler.operations, compiler.layout, kept), compiler.layout);
    return new CompiledDesign(
        Collections.unmodifiableMap(byPath),
        places.toArray(Place[]::new),
        inputs,
        resetOffset,
        registers,
        operations,
        edge,
        edgeCompiler.contents(),
        compiler.layout.initialState(),
        compiler.layout.constants());
  }
}
