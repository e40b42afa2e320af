package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.train.ProgressListener.Epoch;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class TrainingCurvesTest {
  /** Colours of the first and the second curve of a panel. */
  private static final String FIRST = "#0072b2";

  private static final String SECOND = "#d55e00";

  private static List<Epoch> epochs(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> Epochs.validated(n, 1.0 / n, 1 - 0.5 / n, 0.1 / n, n == 3 ? 0 : 0.01))
        .toList();
  }

  private static Optional<TrainingReport.Best> best(List<Epoch> epochs, int number) {
    double accuracy = epochs.get(number - 1).validation().orElseThrow().accuracy();
    return Optional.of(new TrainingReport.Best(number, accuracy));
  }

  @Test
  void everyCurveIsDrawnThroughAllItsEpochs() throws Exception {
    Document svg = parse(new TrainingCurves("digits", epochs(6), best(epochs(6), 5)).svg());

    // Loss, accuracy and flips, each with its sample in the legend.
    assertThat(lines(svg, FIRST)).containsExactlyInAnyOrder(6, 2, 6, 2, 6, 2);
    // The second layer has a gap at epoch 3, where nothing flipped.
    assertThat(lines(svg, SECOND)).containsExactlyInAnyOrder(6, 2, 6, 2, 2, 3, 2);
    assertThat(words(svg))
        .contains("Training of digits", "epoch", "loss", "images right", "weights flipped")
        .contains("training", "validation", "dense1", "dense2")
        .contains("best: epoch 5, 90.00 % in validation");
  }

  @Test
  void everythingStandsWithinThePicture() throws Exception {
    for (int count : new int[] {1, 2, 50, 1000}) {
      Document svg = parse(new TrainingCurves("n", epochs(count), best(epochs(count), 1)).svg());
      double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
      double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
      for (Element line : elements(svg, "polyline")) {
        for (String point : line.getAttribute("points").split(" ", -1)) {
          String[] xy = point.split(",", -1);
          assertThat(Double.parseDouble(xy[0])).isBetween(0.0, width);
          assertThat(Double.parseDouble(xy[1])).isBetween(0.0, height);
        }
      }
    }
  }

  @Test
  void withoutValidationThereIsNeitherItsCurveNorABestEpoch() throws Exception {
    List<Epoch> epochs = List.of(Epochs.plain(1, 0.5, 0.1), Epochs.plain(2, 0.4, 0.1));

    Document svg = parse(new TrainingCurves("n", epochs, Optional.empty()).svg());

    assertThat(lines(svg, SECOND)).isEmpty();
    assertThat(words(svg)).noneMatch(text -> text.contains("validation") || text.contains("best"));
  }

  @Test
  void manyLayersAreNotAllNamed() throws Exception {
    double[] flips = new double[14];
    Arrays.fill(flips, 0.1);

    Document svg =
        parse(new TrainingCurves("n", List.of(Epochs.plain(1, 1, flips)), Optional.empty()).svg());

    assertThat(words(svg)).contains("dense9", "and 5 more").doesNotContain("dense10");
  }

  @Test
  void namesAreEscaped() throws Exception {
    Document svg = parse(new TrainingCurves("a<b&c>", epochs(2), Optional.empty()).svg());

    assertThat(words(svg)).contains("Training of a<b&c>");
  }

  @Test
  void pngHasTheSameCurvesInTwiceTheSize() throws Exception {
    assumeTrue(hasFonts(), "Java draws words with the fonts of the machine, and here are none");
    TrainingCurves curves = new TrainingCurves("digits", epochs(6), best(epochs(6), 5));
    Element svg = parse(curves.svg()).getDocumentElement();

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(curves.png()));

    assertThat(image.getWidth()).isEqualTo(2 * Integer.parseInt(svg.getAttribute("width")));
    assertThat(image.getHeight()).isEqualTo(2 * Integer.parseInt(svg.getAttribute("height")));
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    for (String colour : List.of(FIRST, SECOND)) {
      int rgb = Integer.decode(colour);
      assertThat(Arrays.stream(pixels).filter(pixel -> (pixel & 0xffffff) == rgb).count())
          .isGreaterThan(1000);
    }
  }

  @Test
  void noEpochsCannotBeDrawn() {
    assertThatThrownBy(() -> new TrainingCurves("n", List.of(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean hasFonts() {
    try {
      Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      return graphics.getFontMetrics().stringWidth("m") > 0;
    } catch (RuntimeException | Error _) {
      return false;
    }
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  /** How many points the lines of a colour have. */
  private static List<Integer> lines(Document svg, String colour) {
    return elements(svg, "polyline").stream()
        .filter(line -> line.getAttribute("stroke").equals(colour))
        .map(line -> line.getAttribute("points").split(" ", -1).length)
        .toList();
  }

  private static List<String> words(Document svg) {
    return elements(svg, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(Document svg, String name) {
    NodeList nodes = svg.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int index = 0; index < nodes.getLength(); index++) {
      elements.add((Element) nodes.item(index));
    }
    return elements;
  }
}
