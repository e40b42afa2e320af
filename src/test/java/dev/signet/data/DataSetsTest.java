package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.network.DataKind;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {
  private static final DataSource MNIST = new DataSource(DataKind.MNIST, Map.of());
  private static final DataSource DIGITS = new DataSource(DataKind.DIGITS, Map.of());

  @TempDir Path directory;

  @Test
  void mnistIsFoundPlainOrPacked() throws IOException {
    Fixtures.mnist(directory);

    DataSet data = DataSets.load(MNIST, Optional.of(directory));

    assertThat(data.name()).isEqualTo("mnist");
    assertThat(data.train().shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(data.train().count()).isEqualTo(5);
    assertThat(data.test().count()).isEqualTo(4);
    assertThat(data.train().classes()).isEqualTo(3);
    assertThat(data.train().label(4)).isEqualTo(1);
    assertThat(data.test().image(1)).containsExactly(6, 7, 8, 9, 10, 11);
  }

  @Test
  void argumentsLimitTheImages() throws IOException {
    Fixtures.mnist(directory);
    DataSource source = new DataSource(DataKind.MNIST, Map.of("train", 3L, "test", 2L));

    DataSet data = DataSets.load(source, Optional.of(directory));

    assertThat(data.train().count()).isEqualTo(3);
    assertThat(data.test().count()).isEqualTo(2);
  }

  @Test
  void aMissingDirectoryFileOrPathNamesWhatWasLookedFor() throws IOException {
    assertThatThrownBy(() -> DataSets.load(MNIST, Optional.of(directory.resolve("none"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no directory")
        .hasMessageContaining("train-images-idx3-ubyte");
    assertThatThrownBy(() -> DataSets.load(MNIST, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--data")
        .hasMessageContaining("t10k-labels-idx1-ubyte");

    Fixtures.mnist(directory);
    Files.delete(directory.resolve("t10k-labels-idx1-ubyte"));
    assertThatThrownBy(() -> DataSets.load(MNIST, Optional.of(directory)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no t10k-labels-idx1-ubyte");
  }

  @Test
  void countsThatDifferAreRefused() throws IOException {
    Fixtures.mnist(directory);
    Files.write(directory.resolve("t10k-labels-idx1-ubyte"), Fixtures.labels(3));

    assertThatThrownBy(() -> DataSets.load(MNIST, Optional.of(directory)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4 images")
        .hasMessageContaining("3 labels");
  }

  @Test
  void splitsOfDifferentSizeAreRefused() throws IOException {
    Fixtures.mnist(directory);
    Files.write(
        directory.resolve("t10k-images-idx3-ubyte.gz"),
        Fixtures.idx(0x803, new int[] {4, 2, 2}, new byte[16]));

    assertThatThrownBy(() -> DataSets.load(MNIST, Optional.of(directory)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2×3")
        .hasMessageContaining("2×2");
  }

  @Test
  void aPathTakesThePlaceOfTheBuiltInDigits() throws IOException {
    Fixtures.mnist(directory);
    assertThat(DataSets.load(DIGITS, Optional.of(directory)).train().count()).isEqualTo(5);

    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> DataSets.load(DIGITS, Optional.of(empty)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("neither");
  }

  @Test
  void digitsTakeTheirArguments() {
    DataSource source =
        new DataSource(DataKind.DIGITS, Map.of("size", 8L, "train", 20L, "test", 10L));

    DataSet data = DataSets.load(source, Optional.empty());

    assertThat(data.train().shape()).isEqualTo(Shape.of(1, 8, 8));
    assertThat(data.train().count()).isEqualTo(20);
    assertThat(data.test().count()).isEqualTo(10);
  }

  @Test
  void argumentsOutOfRangeSayWhatThereIs() {
    assertThatThrownBy(
            () ->
                DataSets.load(
                    new DataSource(DataKind.DIGITS, Map.of("size", 7L)), Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it can be 8 to 64");
  }

  @Test
  void realMnistIsRead() {
    Path mnist =
        Path.of(System.getProperty("signet.basedir", "."))
            .resolve(System.getProperty("signet.mnist", "../shared/data/mnist"));
    assumeTrue(Files.isDirectory(mnist), "no MNIST at hand");

    DataSet data = DataSets.load(MNIST, Optional.of(mnist));

    assertThat(data.train().count()).isEqualTo(60_000);
    assertThat(data.test().count()).isEqualTo(10_000);
    assertThat(data.train().shape()).isEqualTo(Shape.of(1, 28, 28));
    assertThat(data.train().classes()).isEqualTo(10);
    assertThat(data.test().label(0)).isEqualTo(7);
  }
}
