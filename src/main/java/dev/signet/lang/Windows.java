package dev.signet.lang;

import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import dev.signet.network.Window;
import java.util.Locale;
import java.util.Optional;

/** Makes windows of the arguments of conv and the pools, and refuses what they do not fit. */
final class Windows {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;

  Windows(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
  }

  /**
   * The map a layer is applied to; empty after a report where it is none.
   *
   * @param wanted what its elements can be
   * @param instead what a vector could be given to
   */
  Optional<FeatureMap> map(LayerCall call, String wanted, Optional<String> instead) {
    if (FeatureMap.fits(call.type().shape())) {
      return Optional.of(FeatureMap.of(call.type().shape()));
    }
    Diagnostic wrong =
        call.mismatch(
            "an image [channels, height, width] or a signal [channels, length] of " + wanted);
    boolean flattened = graph.layer(call.operand()) instanceof Layer.Flatten;
    diagnostics.report(
        flattened
            ? wrong.withSuggestion("leave out the 'flatten' before it")
            : wrong.withSuggestion(instead.filter(_ -> call.type().shape().rank() == 1)));
    return Optional.empty();
  }

  /**
   * The window of a layer over a map that it was given; empty after a report.
   *
   * @param argument the name of the argument that says how large it is
   * @param kernel how large it is
   * @param stride by how much it moves on
   */
  Optional<Window> window(LayerCall call, String argument, long kernel, long stride) {
    FeatureMap map = FeatureMap.of(call.type().shape());
    Optional<Window.Extent> columns = extent(call, (int) kernel, (int) stride, map.width());
    Optional<Window.Extent> rows =
        call.type().shape().rank() == 2
            ? Optional.of(Window.Extent.ONE)
            : extent(call, (int) kernel, (int) stride, map.height());
    if (rows.isEmpty() || columns.isEmpty()) {
      return Optional.empty();
    }
    Window window = new Window(rows.get(), columns.get());
    Optional<Diagnostic> wrong = misfit(call, argument, window, map);
    wrong.ifPresent(diagnostics::report);
    return wrong.isPresent() ? Optional.empty() : Optional.of(window);
  }

  private Optional<Window.Extent> extent(LayerCall call, int kernel, int stride, int length) {
    Optional<String> word = call.arguments().word("padding");
    if (word.isPresent()) {
      return Optional.of(
          word.get().equals("same")
              ? Window.Extent.same(kernel, stride, length)
              : Window.Extent.valid(kernel, stride));
    }
    int padding = (int) call.arguments().whole("padding", 0);
    if (padding >= kernel) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.NUMBER,
                  call.span("padding"),
                  String.format(
                      Locale.ROOT,
                      "'padding' of %s must be less than its kernel, but %,d is not less than %,d",
                      call.quoted(),
                      padding,
                      kernel))
              .withSuggestion("a window must not see padding alone"));
      return Optional.empty();
    }
    return Optional.of(new Window.Extent(kernel, stride, padding, padding));
  }

  private static Optional<Diagnostic> misfit(
      LayerCall call, String argument, Window window, FeatureMap map) {
    FeatureMap result = map.under(window, map.channels());
    if (result.height() < 1 || result.width() < 1) {
      return Optional.of(
          Diagnostic.error(
                  DiagnosticCode.TYPE,
                  call.span(argument),
                  size(window, call.type()) + " does not fit into " + call.type())
              .withLabel(window.isPadded() ? "even with its padding" : "")
              .withSuggestion(
                  String.format(
                      Locale.ROOT,
                      "make '%s' %,d or less%s",
                      argument,
                      window.columns().kernel() - shortfall(window, map),
                      call.kind() == LayerKind.CONV ? ", or pad it with 'padding = same'" : "")));
    }
    long seen = Types.product(window.taps(), map.channels(), result.height(), result.width());
    return seen <= Limits.UNDER_WINDOWS
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                DiagnosticCode.LIMIT,
                call.span(argument),
                String.format(
                    Locale.ROOT,
                    "%s sees too much of %s; over all places at most %,d elements (2^28)",
                    size(window, call.type()),
                    call.type(),
                    Limits.UNDER_WINDOWS)));
  }

  /** By how much the window is too large in the shorter direction. */
  private static int shortfall(Window window, FeatureMap map) {
    int columns = missing(window.columns(), map.width());
    return Math.max(columns, missing(window.rows(), map.height()));
  }

  private static int missing(Window.Extent extent, int length) {
    return extent.kernel() - (length + extent.before() + extent.after());
  }

  private static String size(Window window, TensorType type) {
    return type.shape().rank() == 2
        ? String.format(Locale.ROOT, "a window of %,d", window.columns().kernel())
        : String.format(
            Locale.ROOT,
            "a window of %,d x %,d",
            window.rows().kernel(),
            window.columns().kernel());
  }
}
