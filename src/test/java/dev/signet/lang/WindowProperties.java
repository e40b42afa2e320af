package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.Element;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Shapes of convolutions and pools against counting the places at which the window fits. */
class WindowProperties {
  private static final int CHANNELS = 2;

  private static TensorType map(int height, int width) {
    return new TensorType(new Element.Bit(), Shape.of(CHANNELS, height, width));
  }

  private static int fits(int length, int kernel, int stride, int padding) {
    int count = 0;
    for (int first = -padding; first + kernel <= length + padding; first += stride) {
      count++;
    }
    return count;
  }

  private static void check(
      int height, int width, String layer, int channels, int rows, int columns) {
    Pipelines result = Pipelines.evaluate(map(height, width), "let y = x |> " + layer);
    if (rows == 0 || columns == 0) {
      assertThat(result.nodes()).isEmpty();
      assertThat(result.messages()).singleElement().asString().contains("does not fit");
    } else {
      assertThat(result.messages()).isEmpty();
      assertThat(result.last().type().shape()).isEqualTo(Shape.of(channels, rows, columns));
    }
  }

  @Property(tries = 200)
  void paddingOnEachSideIsAsInPyTorch(
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 6) int kernel,
      @ForAll @IntRange(min = 1, max = 7) int stride,
      @ForAll @IntRange(min = 0, max = 5) int padding) {
    int used = Math.min(padding, kernel - 1);
    check(
        height,
        width,
        "conv(3, %d, %d, %d)".formatted(kernel, stride, used),
        3,
        fits(height, kernel, stride, used),
        fits(width, kernel, stride, used));
  }

  @Property(tries = 100)
  void samePaddingMakesAResultForEveryStride(
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 6) int kernel,
      @ForAll @IntRange(min = 1, max = 7) int stride) {
    check(
        height,
        width,
        "conv(3, %d, %d, padding = same)".formatted(kernel, stride),
        3,
        (height + stride - 1) / stride,
        (width + stride - 1) / stride);
  }

  @Property(tries = 100)
  void poolsMoveOnByTheirSizeOrTheirStride(
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 5) int size,
      @ForAll @IntRange(min = 0, max = 5) int stride) {
    int moves = stride == 0 ? size : stride;
    for (String pool : List.of("maxpool", "avgpool")) {
      check(
          height,
          width,
          stride == 0 ? pool + "(" + size + ")" : pool + "(" + size + ", " + stride + ")",
          CHANNELS,
          fits(height, size, moves, 0),
          fits(width, size, moves, 0));
    }
  }
}
