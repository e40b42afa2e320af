package dev.signet.lang;

import dev.signet.network.Augmentation;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the setting that says how training images are changed by chance. */
final class AugmentationChecker {
  private static final Formal.Kind PIXELS = Formal.whole(1, 1000);
  private static final List<String> NAMES = List.of("shift", "crop", "rotate", "zoom", "flip");

  private static final Formal CHANCE = Formal.optional("chance", Formal.fraction(1e-12, 1));

  private static final Map<String, List<Formal>> FORMALS =
      Map.of(
          "shift", List.of(Formal.optional("pixels", PIXELS), CHANCE),
          "crop", List.of(Formal.optional("pad", PIXELS), CHANCE),
          "rotate", List.of(Formal.optional("degrees", Formal.fraction(1e-12, 180)), CHANCE),
          "zoom", List.of(Formal.optional("share", Formal.fraction(1e-12, 0.9)), CHANCE),
          "flip", List.of(CHANCE));

  private final Settings settings;
  private final Optional<TensorType> input;

  /**
   * @param input of the network, where that is known
   */
  AugmentationChecker(Settings settings, Optional<TensorType> input) {
    this.settings = settings;
    this.input = input;
  }

  /** The augmentations, without those that are wrong, which are reported. */
  List<Augmentation> check(Item.Setting setting) {
    List<Augmentation> augmentations = new ArrayList<>();
    for (Expression.Call call : settings.choices(setting, NAMES)) {
      augmentation(call).filter(found -> canBeDone(found, call)).ifPresent(augmentations::add);
    }
    return augmentations;
  }

  /** An input of two extents is a signal, of which there is nothing to turn. */
  private boolean canBeDone(Augmentation augmentation, Expression.Call call) {
    if (!(augmentation instanceof Augmentation.Rotate)
        || input.isEmpty()
        || input.get().shape().rank() != 2) {
      return true;
    }
    settings.error(
        call.span(),
        "'rotate' turns images, but the input is a signal, " + input.get(),
        "leave it out, or declare images as [channels, height, width], as in u8[1, 28, 28]");
    return false;
  }

  private Optional<Augmentation> augmentation(Expression.Call call) {
    String name = call.callee().text();
    Arguments arguments = settings.arguments(call, FORMALS.getOrDefault(name, List.of()));
    if (!arguments.complete()) {
      return Optional.empty();
    }
    double chance = arguments.fraction("chance", name.equals("flip") ? 0.5 : 1);
    return Optional.of(
        switch (name) {
          case "shift" -> new Augmentation.Shift((int) arguments.whole("pixels", 1), chance);
          case "crop" -> new Augmentation.Shift((int) arguments.whole("pad", 4), chance);
          case "rotate" -> new Augmentation.Rotate(arguments.fraction("degrees", 10), chance);
          case "zoom" -> new Augmentation.Zoom(arguments.fraction("share", 0.1), chance);
          default -> new Augmentation.Flip(chance);
        });
  }
}
