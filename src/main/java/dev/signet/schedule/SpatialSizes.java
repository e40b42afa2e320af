package dev.signet.schedule;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.network.SpatialSize;
import dev.signet.network.SpatialSize.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link SpatialSize} of programs. Comparisons are as many as what they compare, and are not
 * counted; so it is at most that of the network that the program comes from.
 */
final class SpatialSizes {
  private SpatialSizes() {}

  static SpatialSize of(Program program) {
    List<Part> parts = new ArrayList<>();
    for (Instruction instruction : program.instructions()) {
      Value result = instruction.result();
      long places = result.type().places();
      long channels = result.type().channels();
      switch (instruction) {
        case Instruction.Input _ ->
            parts.add(
                Part.input(
                    result.name(),
                    result.type().shape().size(),
                    result.type() instanceof IrType.Integers));
        case Instruction.XnorPopcount product ->
            parts.add(
                Part.at(
                    result.name(),
                    places,
                    channels * product.weights().columns() * product.planes()));
        case Instruction.Pool pool ->
            parts.add(Part.at(result.name(), places, channels * pool.window().taps()));
        case Instruction.SumPool pool ->
            parts.add(Part.at(result.name(), places, channels * pool.window().taps()));
        case Instruction.Add add -> {
          if (!add.left().equals(add.right())) {
            parts.add(Part.at(result.name(), places, 2 * channels));
          }
        }
        case Instruction.Concat _ -> parts.add(Part.at(result.name(), places, channels));
        case Instruction.Binarize _,
            Instruction.Thermometer _,
            Instruction.ChannelsLast _,
            Instruction.Slide _,
            Instruction.Reshape _,
            Instruction.Threshold _,
            Instruction.Affine _,
            Instruction.Argmax _ -> {
          // Wires, or as much as what is before.
        }
      }
    }
    return new SpatialSize(parts);
  }
}
