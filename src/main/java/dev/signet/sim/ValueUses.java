package dev.signet.sim;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who reads what in a program, and what need not be stored because its only reader makes it. */
final class ValueUses {
  private final Map<Value, Instruction> definitions = new HashMap<>();
  private final Map<Value, Value> sources = new HashMap<>();
  private final Map<Value, InputOrder> orders = new HashMap<>();
  private final Map<Value, Integer> uses = new HashMap<>();
  private final Set<Value> compared = new HashSet<>();
  private final Set<Value> storedSlides = new HashSet<>();

  ValueUses(Program program) {
    for (Instruction instruction : program.instructions()) {
      definitions.put(instruction.result(), instruction);
      switch (instruction) {
        case Instruction.Reshape reshape ->
            sources.put(reshape.result(), source(reshape.operand()));
        case Instruction.Input input -> orders.put(input.result(), InputOrder.SAME);
        case Instruction.ChannelsLast turned -> order(turned);
        case Instruction.Binarize _,
            Instruction.Thermometer _,
            Instruction.Slide _,
            Instruction.XnorPopcount _,
            Instruction.Threshold _,
            Instruction.Pool _,
            Instruction.SumPool _,
            Instruction.Add _,
            Instruction.Concat _,
            Instruction.Affine _,
            Instruction.Argmax _ -> {}
      }
    }
    count(program);
  }

  private void order(Instruction.ChannelsLast turned) {
    if (InputOrder.SAME.equals(orders.get(source(turned.operand())))) {
      orders.put(
          turned.result(), new InputOrder(turned.operand().type().shape().extents().getFirst()));
    }
  }

  /** Counts, for each source that the output depends on, how often it is read. */
  private void count(Program program) {
    uses.merge(source(program.output().scores()), 1, Integer::sum);
    uses.merge(source(program.output().label()), 1, Integer::sum);
    storedSlides.add(source(program.output().scores()));
    for (Instruction instruction : program.instructions().reversed()) {
      if (uses.containsKey(instruction.result())) {
        for (Value operand : instruction.operands()) {
          uses.merge(source(operand), 1, Integer::sum);
          if (!mayFuseSlide(instruction)) {
            storedSlides.add(source(operand));
          }
        }
        if (instruction instanceof Instruction.Binarize
            || (instruction instanceof Instruction.Threshold
                && instruction.result().type() instanceof IrType.Bits)) {
          compared.add(source(instruction.operands().getFirst()));
        }
      }
    }
  }

  /** The value as it was before any reshape: a reshape moves nothing. */
  Value source(Value value) {
    return sources.getOrDefault(value, value);
  }

  /** In which order a value has the input's own elements, if it has those. */
  Optional<InputOrder> order(Value source) {
    return Optional.ofNullable(orders.get(source));
  }

  /** Whether the output depends on an instruction that is more than a reshape. */
  boolean isComputed(Instruction instruction) {
    return uses.containsKey(instruction.result())
        && (!(instruction instanceof Instruction.Slide)
            || storedSlides.contains(instruction.result()));
  }

  /** Whether only one comparison reads the sums, so that they need not be stored. */
  boolean isFused(Instruction.XnorPopcount product) {
    return uses.getOrDefault(product.result(), 0) == 1 && compared.contains(product.result());
  }

  /** The product that a comparison of this value makes itself. */
  Optional<Instruction.XnorPopcount> fusedProduct(Value source) {
    return definitions.get(source) instanceof Instruction.XnorPopcount product && isFused(product)
        ? Optional.of(product)
        : Optional.empty();
  }

  /** The slide whose windows a product collects itself. */
  Optional<Instruction.Slide> fusedSlide(Instruction.XnorPopcount product) {
    return mayFuseSlide(product)
            && definitions.get(product.operand()) instanceof Instruction.Slide slide
        ? Optional.of(slide)
        : Optional.empty();
  }

  private boolean mayFuseSlide(Instruction instruction) {
    return instruction instanceof Instruction.XnorPopcount product
        && definitions.get(product.operand()) instanceof Instruction.Slide slide
        && slide.groups() == product.groups();
  }
}
