package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Statement;
import dev.signet.sim.RtlFlattener.FlatMemory;
import dev.signet.sim.RtlFlattener.Stateful;
import dev.signet.sim.StateLayout.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compiles statements with state to an {@link EdgePlan}. */
final class ClockEdgeCompiler {
  private final CycleCompiler compiler;
  private final BitSet stateWords = new BitSet();
  private final Map<Integer, Place> copies = new HashMap<>();
  private final Map<FlatMemory, Integer> memories = new LinkedHashMap<>();
  private final List<EdgePlan.Read> reads = new ArrayList<>();
  private final List<EdgePlan.Write> writes = new ArrayList<>();
  private final List<EdgePlan.Load> loads = new ArrayList<>();
  private final List<EdgePlan.Reset> resets = new ArrayList<>();

  ClockEdgeCompiler(CycleCompiler compiler) {
    this.compiler = compiler;
  }

  /** Compiles all statements. */
  EdgePlan compile(List<Stateful> statements, List<FlatMemory> allMemories) {
    allMemories.forEach(memory -> memories.put(memory, memories.size()));
    statements.forEach(this::markTargets);
    statements.forEach(this::compile);
    return new EdgePlan(
        reads,
        writes,
        loads,
        resets,
        memories.keySet().stream().mapToInt(memory -> memory.memory().depth()).toArray());
  }

  /** What each memory holds at the start, words of a row side by side. */
  long[][] contents() {
    return memories.keySet().stream().map(ClockEdgeCompiler::contents).toArray(long[][]::new);
  }

  private void markTargets(Stateful stateful) {
    stateful
        .statement()
        .drives()
        .forEach(
            signal -> {
              Place place = compiler.place(stateful.scope().signal(signal));
              stateWords.set(place.offset(), place.offset() + place.words());
            });
  }

  private void compile(Stateful stateful) {
    RtlFlattener.Scope scope = stateful.scope();
    switch (stateful.statement()) {
      case Statement.Register register -> {
        Place target = compiler.place(scope.signal(register.target()));
        Place next = stable(compiler.compile(scope, register.next()));
        int enable =
            register.enable().map(e -> stable(compiler.compile(scope, e)).offset()).orElse(-1);
        loads.add(new EdgePlan.Load(enable, target, next, register.reset().isPresent()));
        register
            .reset()
            .ifPresent(
                value -> {
                  long[] words = new long[target.words()];
                  StateLayout.toWords(value, words, 0, words.length);
                  for (int i = 0; i < words.length; i++) {
                    resets.add(new EdgePlan.Reset(target.offset() + i, words[i]));
                  }
                });
      }
      case Statement.MemoryRead read -> {
        Place target = compiler.place(scope.signal(read.target()));
        reads.add(
            new EdgePlan.Read(
                stable(compiler.compile(scope, read.enable())).offset(),
                target,
                stable(compiler.compile(scope, read.address())).offset(),
                index(scope.memory(read.memory()))));
      }
      case Statement.MemoryWrite write -> {
        Place data = stable(compiler.compile(scope, write.data()));
        writes.add(
            new EdgePlan.Write(
                stable(compiler.compile(scope, write.enable())).offset(),
                stable(compiler.compile(scope, write.address())).offset(),
                data,
                index(scope.memory(write.memory()))));
      }
      case Statement.Assign _, Statement.Instance _ -> throw new IllegalStateException();
    }
  }

  private int index(FlatMemory memory) {
    return Objects.requireNonNull(memories.get(memory));
  }

  /** The place itself, or a copy taken while settling when the edge itself changes the place. */
  private Place stable(Place place) {
    int changed = stateWords.nextSetBit(place.offset());
    if (changed < 0 || changed >= place.offset() + place.words()) {
      return place;
    }
    Place copy = copies.get(place.offset());
    if (copy == null || copy.words() < place.words()) {
      copy = compiler.move(place, compiler.layout.allocate(place.width()));
      copies.put(place.offset(), copy);
    }
    return new Place(copy.offset(), place.width());
  }

  private static long[] contents(FlatMemory memory) {
    Memory shape = memory.memory();
    return shape
        .contents()
        .map(BitMatrix::toWords)
        .orElseGet(
            () -> new long[Math.multiplyExact(shape.depth(), BitMatrix.wordsFor(shape.width()))]);
  }
}
