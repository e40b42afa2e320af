package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.data.DataException;
import dev.signet.data.DataSet;
import dev.signet.lang.Compilation;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Network;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkDataTest {
  @TempDir Path directory;

  /** Red images of cats, cows and dogs, 4 pixels wide and 2 high. */
  @BeforeEach
  void prepare() throws IOException {
    BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff0000);
    for (String split : new String[] {"train", "test"}) {
      for (String label : new String[] {"dog", "cat", "cow"}) {
        Path folder = Files.createDirectories(directory.resolve(split).resolve(label));
        ImageIO.write(image, "png", folder.resolve("1.png").toFile());
      }
    }
  }

  private static Network network(String type, String argmax) {
    String text =
        "network pets { input image: %s output pet = image |> binarize |> flatten |> dense(3) |> %s } train pets { data images }"
            .formatted(type, argmax);
    Compilation compilation = SignetLanguage.compile(SourceText.of("pets", text));
    assertThat(compilation.diagnostics()).isEmpty();
    return compilation.networks().getFirst();
  }

  private DataSet load(Network network) {
    return NetworkData.load(network, Optional.of(directory));
  }

  @Test
  void classesOfTheDataNameThoseOfANetworkThatDoesNot() {
    Network network = network("u8[3, 2, 4]", "argmax");

    DataSet data = load(network);

    assertThat(data.train().labels()).containsExactly(0, 1, 2);
    assertThat(NetworkData.classNames(network, data)).containsExactly("cat", "cow", "dog");
  }

  @Test
  void theOrderOfTheNetworksLabelsCounts() {
    Network network = network("u8[3, 2, 4]", "argmax(labels = [\"dog\", \"cat\", \"cow\"])");

    DataSet data = load(network);

    assertThat(data.train().labels()).containsExactly(1, 2, 0);
    assertThat(data.test().labels()).containsExactly(1, 2, 0);
    assertThat(NetworkData.classNames(network, data)).containsExactly("dog", "cat", "cow");
  }

  @Test
  void otherNamesAreNamesOfTheNumbers() {
    Network network = network("u8[3, 2, 4]", "argmax(labels = [\"cat\", \"Kuh\", \"Hund\"])");

    DataSet data = load(network);

    assertThat(data.train().labels()).containsExactly(0, 1, 2);
    assertThat(NetworkData.classNames(network, data)).containsExactly("cat", "Kuh", "Hund");
  }

  @Test
  void aNameAtAnotherPlaceIsRefusedWhereNotAllAreAlike() {
    Network network = network("u8[3, 2, 4]", "argmax(labels = [\"dog\", \"cow\", \"Katze\"])");

    assertThatThrownBy(() -> load(network))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "cat, cow, dog", "dog, cow, Katze", "'dog' stands at another place");
  }

  @Test
  void extentsInAnotherOrderAreRefusedThoughTheyAreAsMany() {
    assertThatThrownBy(() -> load(network("u8[2, 4, 3]", "argmax")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "are [3, 2, 4], but the input of network 'pets' is u8[2, 4, 3]",
            "channels, height and width");
    assertThatThrownBy(() -> load(network("u8[1, 2, 4]", "argmax")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("grey");
  }

  @Test
  void theSameInARowIsAccepted() {
    assertThat(load(network("u8[24]", "argmax")).train().count()).isEqualTo(3);
    assertThat(load(network("u8[3, 8]", "argmax")).train().count()).isEqualTo(3);
    assertThatThrownBy(() -> load(network("u8[8]", "argmax")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[3, 2, 4]");
  }
}
