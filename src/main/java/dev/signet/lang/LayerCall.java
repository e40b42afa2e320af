package dev.signet.lang;

import dev.signet.network.TensorType;
import java.util.List;
import java.util.Locale;

/**
 * A layer in the text, with what it is applied to.
 *
 * @param kind the layer
 * @param name its name in the text, to be blamed
 * @param arguments its arguments
 * @param operands what it is applied to: one value, or two and more where it joins
 */
record LayerCall(
    LayerKind kind, Expression.Name name, Arguments arguments, List<Value.Tensor> operands) {
  LayerCall {
    operands = List.copyOf(operands);
  }

  /** The value it is applied to. */
  Value.Tensor operand() {
    return operands.getFirst();
  }

  /** The type of that value. */
  TensorType type() {
    return operand().type();
  }

  SourceSpan span() {
    return name.span();
  }

  /** Where an argument was given, or else the layer's name. */
  SourceSpan span(String argument) {
    return arguments.span(argument, name.span());
  }

  /** As messages speak of it. */
  String quoted() {
    return Quoted.of(name.text());
  }

  /** The value it is applied to has the wrong type. */
  Diagnostic mismatch(String wanted) {
    return Diagnostic.error(
            DiagnosticCode.TYPE,
            name.span(),
            quoted() + " takes " + wanted + ", but gets " + type())
        .withLabel("gets " + type());
  }

  /** The layer exists, but not for values like this. */
  Diagnostic notYetOn(TensorType type) {
    return Diagnostic.notYet(name.span(), quoted() + " on " + type).withLabel("gets " + type);
  }

  /** Its result would have too many elements. */
  Diagnostic tooLarge(List<Long> extents) {
    return Diagnostic.error(
        DiagnosticCode.LIMIT,
        name.span(),
        String.format(
            Locale.ROOT,
            "a value of shape %s is too large; it has at most %,d elements (2^24)",
            extents,
            Limits.ELEMENTS));
  }
}
