package dev.signet.lang;

import dev.signet.network.Element;
import java.util.Locale;
import java.util.Optional;

/** Counts the weights and multiply-adds of a network, and says which limit is exceeded. */
final class ProductBudget {
  private long weights;
  private long multiplyAdds;

  /**
   * Products with weights.
   *
   * @param neurons rows of weights, at most {@link Limits#ELEMENTS}
   * @param noun what a row is called in messages
   * @param inputs of each
   * @param places at which each is computed, at most {@link Limits#ELEMENTS}
   */
  record Products(long neurons, String noun, long inputs, long places) {}

  /**
   * Counts a layer.
   *
   * @param element of its inputs
   * @param place the argument that says how many neurons there are
   * @return what is wrong with it
   */
  Optional<Diagnostic> spend(LayerCall call, Products products, Element element, SourceSpan place) {
    Optional<Diagnostic> sum = tooManyTerms(call, products.inputs(), element);
    if (sum.isPresent()) {
      return sum;
    }
    String label =
        String.format(
            Locale.ROOT,
            "%,d %s of %,d inputs",
            products.neurons(),
            products.noun(),
            products.inputs());
    long ofLayer = products.neurons() * products.inputs();
    weights += ofLayer;
    if (weights > Limits.WEIGHTS) {
      long total = weights;
      weights = 0;
      return Optional.of(exceeded(place, Limits.WEIGHTS, "weights (2^28)", total).withLabel(label));
    }
    multiplyAdds += ofLayer * products.places();
    if (multiplyAdds > Limits.MULTIPLY_ADDS) {
      long total = multiplyAdds;
      multiplyAdds = 0;
      return Optional.of(
          exceeded(place, Limits.MULTIPLY_ADDS, "multiply-adds (2^36)", total)
              .withLabel(label + String.format(Locale.ROOT, " at %,d places", products.places())));
    }
    return Optional.empty();
  }

  private static Optional<Diagnostic> tooManyTerms(LayerCall call, long inputs, Element element) {
    boolean bytes = element instanceof Element.UnsignedByte;
    long most = bytes ? Limits.BYTES_OF_SUM : Limits.ELEMENTS;
    return inputs <= most
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                DiagnosticCode.LIMIT,
                call.span(),
                String.format(
                    Locale.ROOT,
                    "a sum of %,d %s is too large; at most %,d are added (%s)",
                    inputs,
                    bytes ? "bytes" : "terms",
                    most,
                    bytes ? "2^22" : "2^24")));
  }

  private static Diagnostic exceeded(SourceSpan place, long limit, String what, long total) {
    return Diagnostic.error(
        DiagnosticCode.LIMIT,
        place,
        String.format(
            Locale.ROOT, "the network has more than %,d %s: %,d up to here", limit, what, total));
  }
}
