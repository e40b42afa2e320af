package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The layers of the language that networks cannot have yet: says so, and works out the type of
 * their result so that what follows them is checked all the same.
 */
final class UnsupportedLayers {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;

  UnsupportedLayers(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
  }

  static Diagnostic notYet(SourceSpan span, String what) {
    return Diagnostic.error(DiagnosticCode.NOT_SUPPORTED, span, what + " is not supported yet");
  }

  /** As {@link LayerRules#apply}. */
  Value apply(
      LayerKind kind, Expression.Name name, Arguments arguments, List<Value.Tensor> operands) {
    List<String> supported = new ArrayList<>();
    for (LayerKind other : LayerKind.values()) {
      if (other.isSupported()) {
        supported.add(other.word());
      }
    }
    diagnostics.report(
        notYet(name.span(), "layer " + Quoted.of(name.text()))
            .withNote("the layers so far are " + String.join(", ", supported)));
    Optional<TensorType> result =
        arguments.complete() && !operands.isEmpty()
            ? resultType(kind, name, arguments, operands)
            : Optional.empty();
    if (result.isEmpty()) {
      return new Value.Unknown();
    }
    List<Integer> nodes = operands.stream().map(Value.Tensor::node).toList();
    return graph.add(kind.word(), Optional.empty(), nodes, result.get(), name.span());
  }

  private Optional<TensorType> resultType(
      LayerKind kind, Expression.Name name, Arguments arguments, List<Value.Tensor> operands) {
    TensorType type = operands.getFirst().type();
    return switch (kind) {
      case CONV -> conv(name, arguments, type);
      case MAXPOOL, AVGPOOL -> pool(kind, name, arguments, type);
      case THERMOMETER -> {
        List<Long> extents = extents(type);
        extents.set(0, extents.getFirst() * arguments.whole("levels", 1));
        yield shape(name, extents).map(shape -> new TensorType(new Element.Bit(), shape));
      }
      case QUANTIZE ->
          Optional.of(
              new TensorType(
                  new Element.BoundedInteger(0, (1L << arguments.whole("bits", 1)) - 1),
                  type.shape()));
      case SCORES -> Optional.of(type);
      case ADD -> add(name, operands);
      case CONCAT -> concat(name, operands);
      case BINARIZE, FLATTEN, DENSE, BATCHNORM, HARDTANH, SIGN, DROPOUT, ARGMAX -> Optional.empty();
    };
  }

  private Optional<TensorType> conv(Expression.Name name, Arguments arguments, TensorType type) {
    long kernel = arguments.whole("kernel", 3);
    Optional<long[]> extent =
        window(name, type, kernel, arguments.whole("stride", 1), arguments.whole("padding", 0));
    long groups = arguments.whole("groups", 1);
    Optional<Element.BoundedInteger> range = Types.range(type.element());
    if (extent.isEmpty() || range.isEmpty()) {
      return Optional.empty();
    }
    long taps = kernel * kernel * Math.max(1, type.shape().extents().getFirst() / groups);
    long most =
        saturatingProduct(taps, Math.max(Math.abs(range.get().min()), Math.abs(range.get().max())));
    List<Long> extents = List.of(arguments.whole("channels", 1), extent.get()[0], extent.get()[1]);
    return shape(name, extents)
        .map(shape -> new TensorType(new Element.BoundedInteger(-most, most), shape));
  }

  private Optional<TensorType> pool(
      LayerKind kind, Expression.Name name, Arguments arguments, TensorType type) {
    long size = arguments.whole("size", 2);
    Element element = kind == LayerKind.AVGPOOL ? new Element.Real() : type.element();
    return window(name, type, size, arguments.whole("stride", size), 0)
        .flatMap(
            extent ->
                shape(
                    name, List.of((long) type.shape().extents().getFirst(), extent[0], extent[1])))
        .map(shape -> new TensorType(element, shape));
  }

  /** The height and width that a sliding window leaves of {@code [channels, height, width]}. */
  private Optional<long[]> window(
      Expression.Name name, TensorType type, long size, long stride, long padding) {
    if (type.shape().rank() != 3) {
      diagnostics.report(
          LayerRules.mismatch(name, "images, […] of channels, height and width", type));
      return Optional.empty();
    }
    long height = type.shape().extents().get(1) + 2 * padding - size;
    long width = type.shape().extents().get(2) + 2 * padding - size;
    if (height < 0 || width < 0) {
      diagnostics.report(
          Diagnostic.error(
              DiagnosticCode.TYPE,
              name.span(),
              String.format(
                  Locale.ROOT, "a window of %d x %d does not fit into %s", size, size, type)));
      return Optional.empty();
    }
    return Optional.of(new long[] {height / stride + 1, width / stride + 1});
  }

  private Optional<TensorType> add(Expression.Name name, List<Value.Tensor> operands) {
    TensorType first = operands.getFirst().type();
    long min = 0;
    long max = 0;
    boolean real = false;
    for (Value.Tensor operand : operands) {
      if (!operand.type().shape().equals(first.shape())) {
        return unequal(name, first, operand.type());
      }
      Optional<Element.BoundedInteger> range = Types.range(operand.type().element());
      real |= range.isEmpty();
      min = Math.max(-Limits.WEIGHTS, min + range.map(Element.BoundedInteger::min).orElse(0L));
      max = Math.min(Limits.WEIGHTS, max + range.map(Element.BoundedInteger::max).orElse(0L));
    }
    Element element = real ? new Element.Real() : new Element.BoundedInteger(min, max);
    return Optional.of(new TensorType(element, first.shape()));
  }

  private Optional<TensorType> concat(Expression.Name name, List<Value.Tensor> operands) {
    TensorType first = operands.getFirst().type();
    List<Long> extents = extents(first);
    for (Value.Tensor operand : operands.subList(1, operands.size())) {
      List<Long> others = extents(operand.type());
      if (others.size() != extents.size()
          || !others.subList(1, others.size()).equals(extents.subList(1, extents.size()))
          || !operand.type().element().equals(first.element())) {
        return unequal(name, first, operand.type());
      }
      extents.set(0, extents.getFirst() + others.getFirst());
    }
    return shape(name, extents).map(shape -> new TensorType(first.element(), shape));
  }

  private Optional<TensorType> unequal(Expression.Name name, TensorType first, TensorType other) {
    diagnostics.report(
        Diagnostic.error(
                DiagnosticCode.TYPE,
                name.span(),
                Quoted.of(name.text()) + " cannot join " + first + " and " + other)
            .withLabel(first + " and " + other));
    return Optional.empty();
  }

  private Optional<Shape> shape(Expression.Name name, List<Long> extents) {
    Optional<Shape> shape = Types.shape(extents);
    if (shape.isEmpty()) {
      diagnostics.report(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              name.span(),
              String.format(
                  Locale.ROOT,
                  "a value of shape %s is too large; it has at most %,d elements (2^24)",
                  extents,
                  Limits.ELEMENTS)));
    }
    return shape;
  }

  private static List<Long> extents(TensorType type) {
    List<Long> extents = new ArrayList<>();
    type.shape().extents().forEach(extent -> extents.add((long) extent));
    return extents;
  }

  /** The product of two numbers of at least 0, or a large number where it is larger. */
  static long saturatingProduct(long first, long second) {
    long most = 1L << 48;
    return second == 0 || first <= most / second ? first * second : most;
  }
}
