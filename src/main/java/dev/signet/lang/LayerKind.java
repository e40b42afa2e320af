package dev.signet.lang;

import static dev.signet.lang.Formal.fraction;
import static dev.signet.lang.Formal.fractionBelow;
import static dev.signet.lang.Formal.optional;
import static dev.signet.lang.Formal.required;
import static dev.signet.lang.Formal.whole;
import static dev.signet.lang.Formal.wholeOrWord;

import dev.signet.network.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The layers of the language and the arguments each takes. */
enum LayerKind {
  BINARIZE(true, optional("at", whole(0, 256))),
  THERMOMETER(true, required("levels", whole(1, 255))),
  FLATTEN(true),
  DENSE(true, required("units", whole(1, Long.MAX_VALUE)), optional("bias", new Formal.Truth())),
  CONV(
      true,
      required("channels", whole(1, Long.MAX_VALUE)),
      optional("kernel", whole(1, Limits.WINDOW)),
      optional("stride", whole(1, Limits.WINDOW)),
      optional("padding", wholeOrWord(0, Limits.WINDOW - 1, "valid", "same")),
      optional("fill", whole(-1, 1)),
      optional("groups", whole(1, Long.MAX_VALUE)),
      optional("bias", new Formal.Truth())),
  MAXPOOL(
      true, optional("size", whole(1, Limits.WINDOW)), optional("stride", whole(1, Limits.WINDOW))),
  BATCHNORM(true, optional("epsilon", fraction(1e-12, 1)), optional("momentum", fraction(1e-6, 1))),
  SIGN(true, optional("ste", Formal.wordOf(Layer.Estimator.class))),
  QUANTIZE(
      true, required("bits", whole(2, 4)), optional("ste", Formal.wordOf(Layer.Estimator.class))),
  HARDTANH(true),
  DROPOUT(true, optional("rate", fractionBelow(0, 1))),
  ADD(true),
  CONCAT(true),
  AVGPOOL(
      true,
      optional("size", wholeOrWord(1, Limits.WINDOW, "all")),
      optional("stride", whole(1, Limits.WINDOW))),
  ARGMAX(true, optional("labels", new Formal.TextList())),
  SCORES(true);

  private static final Map<String, LayerKind> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(LayerKind::word, Function.identity()));

  private final boolean supported;

  @SuppressWarnings("ImmutableEnumChecker") // A list of records made by List.of never changes.
  private final List<Formal> formals;

  LayerKind(boolean supported, Formal... formals) {
    this.supported = supported;
    this.formals = List.of(formals);
  }

  /** The layer of this name. */
  static Optional<LayerKind> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The names of all layers. */
  static List<String> words() {
    return Arrays.stream(values()).map(LayerKind::word).toList();
  }

  /** Its name in the language. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether networks may have it already. */
  boolean isSupported() {
    return supported;
  }

  /** Whether it takes its operands as arguments. */
  boolean joins() {
    return this == ADD || this == CONCAT;
  }

  List<Formal> formals() {
    return formals;
  }
}
