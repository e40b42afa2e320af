package dev.signet.timing;

import static dev.signet.timing.Adders.ONE;
import static dev.signet.timing.Adders.ZERO;
import static dev.signet.timing.Adders.isConstant;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A design, instance by instance, as single bits. Signals are worked out as they are asked for,
 * across instances, since within a clock the ready of a stream goes against its data.
 */
final class Elaboration {
  private final Fabric fabric;
  private final ToIntFunction<Memory> blockRows;
  private final LogicGraph graph;
  private final WordOperations words;
  private final int reset;
  private final Map<Integer, Integer> enabledOrReset = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  /**
   * A part of a way.
   *
   * @param unit the instance it is in, empty in the top module
   * @param text what it is, for people
   * @param popcount bits that are counted; 0 of anything else
   */
  record Step(String unit, String text, int popcount) {}

  /**
   * Where a way ends.
   *
   * @param bit the bit that has to be there
   * @param registers that take it
   * @param isEnable whether it enables them
   * @param end what takes it
   */
  record Endpoint(int bit, int registers, boolean isEnable, Step end) {}

  /**
   * @param blockRows how many block RAMs share the addresses of a memory; 0 where it is made of
   *     none
   */
  Elaboration(Fabric fabric, ToIntFunction<Memory> blockRows) {
    this.fabric = fabric;
    this.blockRows = blockRows;
    this.graph = new LogicGraph(fabric);
    this.words = new WordOperations(graph, fabric);
    this.reset = graph.source(fabric.clockToOut(), step("", "aresetn", 0));
  }

  LogicGraph graph() {
    return graph;
  }

  List<Step> steps() {
    return steps;
  }

  /** Takes a design apart; its ports are taken to be registers outside. */
  List<Endpoint> elaborate(RtlModule top) {
    Scope scope =
        new Scope(
            top,
            "",
            port -> {
              int step = step("", port.name(), 0);
              return WordOperations.fill(
                  port.width(), () -> graph.source(fabric.clockToOut(), step));
            });
    scope.end();
    for (Port port : top.ports()) {
      if (port.direction() == Port.Direction.OUTPUT) {
        scope.endAt(scope.bits(port.signal()), port.name());
      }
    }
    return endpoints;
  }

  private boolean isBlock(Memory memory) {
    return blockRows.applyAsInt(memory) > 0;
  }

  private int step(String unit, String text, int popcount) {
    steps.add(new Step(unit, text, popcount));
    return steps.size() - 1;
  }

  /** A module where it stands. */
  private final class Scope {
    private final RtlModule module;
    private final String unit;
    private final Function<Signal, int[]> inputs;
    private final Map<String, Statement> drivers = new HashMap<>();
    private final Map<String, int[]> known = new HashMap<>();
    private final Map<String, Scope> inside = new HashMap<>();

    Scope(RtlModule module, String unit, Function<Signal, int[]> inputs) {
      this.module = module;
      this.unit = unit;
      this.inputs = inputs;
      for (Statement statement : module.statements()) {
        statement.drives().forEach(signal -> drivers.put(signal.name(), statement));
        if (statement instanceof Statement.Instance instance) {
          inside.put(
              instance.name(),
              new Scope(
                  instance.module(),
                  unit.isEmpty() ? instance.name() : unit + "." + instance.name(),
                  port -> evaluate(instance.input(port.name()), port.name())));
        }
      }
    }

    int[] bits(Signal signal) {
      int[] bits = known.get(signal.name());
      if (bits == null) {
        bits = driven(signal);
        known.put(signal.name(), bits);
      }
      return bits;
    }

    private int[] driven(Signal signal) {
      return switch (drivers.get(signal.name())) {
        case null -> inputs.apply(signal);
        case Statement.Assign assign -> evaluate(assign.value(), signal.name());
        case Statement.Register _ -> sources(signal, fabric.clockToOut());
        case Statement.MemoryRead read -> read(read);
        case Statement.Instance instance -> {
          for (Port port : instance.module().ports()) {
            if (port.direction() == Port.Direction.OUTPUT
                && instance.output(port.name()).equals(signal)) {
              yield Objects.requireNonNull(inside.get(instance.name())).bits(port.signal());
            }
          }
          throw new IllegalStateException(signal + " is no output of " + instance.name());
        }
        case Statement.MemoryWrite write ->
            throw new IllegalStateException(signal + " is driven by " + write);
      };
    }

    /**
     * What is read. Behind several rows of block RAMs stands a choice between them. Where a block
     * RAM cannot give what was there before it is written, another stands behind it.
     */
    private int[] read(Statement.MemoryRead read) {
      boolean isBlock = isBlock(read.memory());
      int[] words = sources(read.target(), isBlock ? fabric.memoryToOut() : fabric.clockToOut());
      if (!isBlock) {
        return words;
      }
      int step = step(unit, read.target().name(), 0);
      for (int rows = blockRows.applyAsInt(read.memory()); rows > 1; rows = (rows + 1) / 2) {
        chooseEach(words, fabric.memoryToOut(), step);
      }
      if (read.memory().contents().isEmpty() && !fabric.readsFirst()) {
        chooseEach(words, fabric.clockToOut(), step);
      }
      return words;
    }

    /** Chooses between each of some bits and another by a register. */
    private void chooseEach(int[] bits, double other, int step) {
      int select = graph.source(fabric.clockToOut(), step);
      Arrays.setAll(bits, bit -> graph.gate(step, select, graph.source(other, step), bits[bit]));
    }

    private int[] sources(Signal signal, double delay) {
      int step = step(unit, signal.name(), 0);
      return WordOperations.fill(signal.width(), () -> graph.source(delay, step));
    }

    /** Ends all ways of the module and of those inside it. */
    void end() {
      for (Statement statement : module.statements()) {
        switch (statement) {
          case Statement.Register register -> {
            String name = register.target().name();
            endAt(evaluate(register.next(), name), name);
            if (register.enable().isPresent()) {
              int[] enable = evaluate(register.enable().get(), name);
              enableAt(
                  register.reset().isPresent() ? orReset(enable, name) : enable,
                  name,
                  register.target().width());
            }
          }
          case Statement.MemoryRead read -> {
            String name = read.target().name();
            int[] address = evaluate(read.address(), name);
            boolean isBlock = isBlock(read.memory());
            endAt(
                isBlock || (read.memory().contents().isEmpty() && fabric.hasSmallMemories())
                    ? address
                    : words.lookUp(address, step(unit, "memory read into " + name, 0)),
                name);
            enableAt(evaluate(read.enable(), name), name, isBlock ? 1 : read.target().width());
          }
          case Statement.MemoryWrite write -> {
            String name = write.memory().name();
            endAt(evaluate(write.address(), name), name);
            endAt(evaluate(write.data(), name), name);
            enableAt(evaluate(write.enable(), name), name, 1);
          }
          case Statement.Instance instance ->
              Objects.requireNonNull(inside.get(instance.name())).end();
          case Statement.Assign _ -> {
            // Worked out where it is needed.
          }
        }
      }
    }

    /** Where a register is reset only while it is enabled, reset enables it too. */
    private int[] orReset(int[] enable, String name) {
      if (fabric.carryTakesLogic() || isConstant(enable[0])) {
        return enable;
      }
      int either =
          enabledOrReset.computeIfAbsent(
              enable[0], bit -> graph.gate(step(unit, name, 0), bit, reset));
      return new int[] {either};
    }

    private void enableAt(int[] bits, String end, int registers) {
      endAt(bits, end, registers, true);
    }

    void endAt(int[] bits, String end) {
      endAt(bits, end, 1, false);
    }

    private void endAt(int[] bits, String end, int registers, boolean isEnable) {
      int step = step(unit, end, 0);
      for (int bit : bits) {
        if (!isConstant(bit)) {
          endpoints.add(new Endpoint(bit, registers, isEnable, steps.get(step)));
        }
      }
    }

    private int[] evaluate(Expression expression, String name) {
      return switch (expression) {
        case Signal signal -> bits(signal);
        case Expression.Constant constant -> {
          int[] bits = new int[constant.width()];
          Arrays.setAll(bits, bit -> constant.value().testBit(bit) ? ONE : ZERO);
          yield bits;
        }
        case Expression.Not(Expression operand) -> Adders.inverse(evaluate(operand, name));
        case Expression.Binary binary -> binary(binary, name);
        case Expression.Compare compare -> new int[] {compared(compare, name)};
        case Expression.Threshold(Expression sum, Expression level) ->
            new int[] {reached(evaluate(sum, name), evaluate(level, name), name)};
        case Expression.Multiply(Expression left, Expression right) ->
            product(evaluate(left, name), evaluate(right, name), name);
        case Expression.Popcount(Expression operand) -> popcount(evaluate(operand, name));
        case Expression.Mux(Expression condition, Expression whenSet, Expression whenClear) -> {
          int select = evaluate(condition, name)[0];
          int[] set = evaluate(whenSet, name);
          yield words.choose(select, set, evaluate(whenClear, name), step(unit, name, 0));
        }
        case Expression.Concat(List<Expression> parts) -> {
          int[] bits = new int[expression.width()];
          int low = 0;
          for (Expression part : parts.reversed()) {
            int[] own = evaluate(part, name);
            System.arraycopy(own, 0, bits, low, own.length);
            low += own.length;
          }
          yield bits;
        }
        case Expression.Slice(Signal signal, int low, int width) ->
            Arrays.copyOfRange(bits(signal), low, low + width);
        case Expression.Extend(Expression operand, int width, boolean signed) -> {
          int[] own = evaluate(operand, name);
          int[] bits = Arrays.copyOf(own, width);
          Arrays.fill(bits, own.length, width, signed ? own[own.length - 1] : ZERO);
          yield bits;
        }
      };
    }

    private int[] binary(Expression.Binary binary, String name) {
      int[] left = evaluate(binary.left(), name);
      int[] right = evaluate(binary.right(), name);
      return switch (binary.operator()) {
        case ADD -> words.add(left, right, wide("sum", left, name));
        case SUBTRACT -> words.subtract(left, right, wide("difference", left, name));
        case AND, OR, XOR, XNOR ->
            words.combined(binary.operator(), left, right, step(unit, name, 0));
      };
    }

    private int reached(int[] sum, int[] level, String name) {
      return words.reached(sum, level, wide("comparison", sum, name));
    }

    private int compared(Expression.Compare compare, String name) {
      int[] left = evaluate(compare.left(), name);
      int[] right = evaluate(compare.right(), name);
      int step = wide("comparison", left, name);
      return switch (compare.comparison()) {
        case EQUAL -> words.equal(left, right, step);
        case UNSIGNED_LESS -> words.atLeast(left, right, step);
        case SIGNED_LESS -> words.signedLess(left, right, step);
      };
    }

    private int wide(String kind, int[] operand, String name) {
      return step(unit, "%s of %d bits for %s".formatted(kind, operand.length, name), 0);
    }

    private int[] product(int[] left, int[] right, String name) {
      String text = "product of %d and %d bits for %s".formatted(left.length, right.length, name);
      return words.product(left, right, step(unit, text, 0));
    }

    private int[] popcount(int[] operand) {
      String text = "popcount of %d bits".formatted(operand.length);
      return words.popcount(operand, step(unit, text, operand.length));
    }
  }
}
