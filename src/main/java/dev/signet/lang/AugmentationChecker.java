package dev.signet.lang;

import dev.signet.network.Augmentation;
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

  AugmentationChecker(Settings settings) {
    this.settings = settings;
  }

  /** The augmentations, without those that are wrong, which are reported. */
  List<Augmentation> check(Item.Setting setting) {
    List<Augmentation> augmentations = new ArrayList<>();
    for (Expression.Call call : settings.choices(setting, NAMES)) {
      augmentation(call).ifPresent(augmentations::add);
    }
    return augmentations;
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
