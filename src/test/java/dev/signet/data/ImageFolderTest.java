package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.network.DataKind;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe.DataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final DataSource IMAGES = new DataSource(DataKind.IMAGES, Map.of());
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int GREY = 0x404040;

  @TempDir Path directory;

  /** Two classes: green dogs of four, and cats that are red or grey. */
  private final Map<String, byte[]> files = new TreeMap<>();

  @BeforeEach
  void prepare() {
    for (int image = 0; image < 4; image++) {
      files.put("train/dog/" + image + ".png", Pictures.png(3, 2, GREEN + image));
    }
    files.put("train/cat/one.PNG", Pictures.png(3, 2, RED));
    files.put("train/cat/two.png", Pictures.png(3, 2, GREY));
    files.put("test/dog/x.png", Pictures.png(3, 2, GREEN));
    files.put("test/cat/y.png", Pictures.png(3, 2, GREY));
  }

  private static DataSet load(Path path) {
    return load(path, IMAGES, Reading.Splits.ALL);
  }

  private static DataSet load(Path path, DataSource source, Reading.Splits splits) {
    return DataSets.load(source, Optional.of(path), new Reading(splits, 3, (_, _) -> {}));
  }

  private DataSet loadFolder() throws IOException {
    Pictures.folder(directory, files);
    return load(directory);
  }

  private Path zip() throws IOException {
    return Pictures.zip(directory.resolve("all.zip"), files);
  }

  private void assertRefused(String... parts) throws IOException {
    assertThatThrownBy(this::loadFolder)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
    assertThatThrownBy(() -> load(zip()))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void classesAreNumberedByNameAndImagesMixedByShare() throws IOException {
    DataSet data = loadFolder();

    assertThat(data.name()).isEqualTo("images");
    assertThat(data.classNames()).containsExactly("cat", "dog");
    assertThat(data.train().shape()).isEqualTo(Shape.of(3, 2, 3));
    // dogs stand at 1/8, 3/8, 5/8 and 7/8, cats at 1/4 and 3/4
    assertThat(data.train().labels()).containsExactly(1, 0, 1, 1, 0, 1);
    assertThat(data.test().labels()).containsExactly(0, 1);
    // green of the dogs in their order, planes one after another
    assertThat(data.train().image(0))
        .containsExactly(0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0);
    assertThat(data.train().image(2)[17]).isEqualTo((byte) 1);
    assertThat(data.train().image(5)[17]).isEqualTo((byte) 3);
    // a grey one among colours has three equal planes
    assertThat(data.train().image(4)).containsOnly(0x40);
  }

  @Test
  void aZipIsReadLikeItsFolder() throws IOException {
    DataSet expected = loadFolder();
    files.put("__MACOSX/train/dog/._0.png", new byte[3]);
    files.put("README.txt", new byte[3]);
    files.put("train/.DS_Store", new byte[3]);

    assertSame(load(zip()), expected);
  }

  @Test
  void aZipOfTheFolderAsAWholeIsReadToo() throws IOException {
    DataSet expected = loadFolder();
    Map<String, byte[]> deeper = new TreeMap<>();
    files.forEach((path, file) -> deeper.put("pets/" + path, file));

    assertSame(load(Pictures.zip(directory.resolve("deep.zip"), deeper)), expected);

    files.forEach((path, file) -> deeper.put("more/" + path, file));
    assertThatThrownBy(() -> load(Pictures.zip(directory.resolve("two.zip"), deeper)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("two.zip", "several folders", "more, pets");
  }

  private static void assertSame(DataSet actual, DataSet expected) {
    assertThat(actual.classNames()).isEqualTo(expected.classNames());
    for (boolean train : new boolean[] {true, false}) {
      ImageSet images = train ? actual.train() : actual.test();
      ImageSet others = train ? expected.train() : expected.test();
      assertThat(images.shape()).isEqualTo(others.shape());
      assertThat(images.pixels()).isEqualTo(others.pixels());
      assertThat(images.labels()).isEqualTo(others.labels());
    }
  }

  @Test
  void aPathTakesThePlaceOfDataThatAreMade() throws IOException {
    DataSource digits = new DataSource(DataKind.DIGITS, Map.of());
    DataSet expected = loadFolder();

    DataSet found = load(directory, digits, Reading.Splits.ALL);
    assertSame(found, expected);
    assertThat(load(zip(), digits, Reading.Splits.ALL).name()).isEqualTo("all.zip");
  }

  @Test
  void whereAllIsGreyThereIsOneChannel() throws IOException {
    files.replaceAll((path, _) -> Pictures.png(3, 2, 0x10101 * path.length()));

    DataSet data = loadFolder();

    assertThat(data.train().shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(data.test().shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(data.test().image(0)).containsOnly("test/cat/y.png".length()).hasSize(6);
    assertThat(load(directory, IMAGES, Reading.Splits.TEST).test().shape())
        .isEqualTo(Shape.of(1, 2, 3));
  }

  @Test
  void theTestAloneIsWhatItIsWithAllTheRest() throws IOException {
    // given no colour in the test: those to train with decide
    files.replace("test/dog/x.png", Pictures.png(3, 2, GREY));
    DataSet all = loadFolder();

    DataSet tested = load(directory, IMAGES, Reading.Splits.TEST);

    assertThat(tested.train().count()).isZero();
    assertThat(tested.test().shape()).isEqualTo(Shape.of(3, 2, 3));
    assertThat(tested.test().pixels()).isEqualTo(all.test().pixels());
    assertThat(tested.classNames()).isEqualTo(all.classNames());
  }

  @Test
  void argumentsTakeTheFirstImages() throws IOException {
    Pictures.folder(directory, files);
    DataSource few = new DataSource(DataKind.IMAGES, Map.of("train", 3L, "test", 1L));

    DataSet data = load(directory, few, Reading.Splits.ALL);

    assertThat(data.train().labels()).containsExactly(1, 0, 1);
    assertThat(data.test().labels()).containsExactly(0);
  }

  @Test
  void theNumberOfThreadsChangesNothingAndAllIsTold() throws IOException {
    for (int image = 0; image < 60; image++) {
      files.put("train/cat/more" + image + ".png", Pictures.png(3, 2, 5 * image));
    }
    Pictures.folder(directory, files);
    DataSet expected = DataSets.load(IMAGES, Optional.of(directory));
    for (int threads : new int[] {1, 2, 7}) {
      List<Integer> told = new ArrayList<>();

      DataSet data =
          DataSets.load(
              IMAGES,
              Optional.of(directory),
              new Reading(
                  Reading.Splits.ALL,
                  threads,
                  (done, total) -> {
                    assertThat(total).isEqualTo(68);
                    told.add(done);
                  }));

      assertSame(data, expected);
      assertThat(told).isEqualTo(IntStream.rangeClosed(1, 68).boxed().toList());
    }
  }

  @Test
  void anotherSizeNamesBothImages() throws IOException {
    files.put("train/dog/3.png", Pictures.png(3, 3, GREEN));

    assertRefused("train/dog/3.png", " is 3×3 pixels, but ", "train/dog/0.png", " 3×2");
  }

  @Test
  void theFirstDamagedImageIsNamedWhateverTheThreadsDo() throws IOException {
    for (int image = 0; image < 40; image++) {
      files.put("train/cat/z" + image + ".png", Pictures.png(3, 2, GREY));
    }
    byte[] whole = Pictures.png(3, 2, GREEN);
    files.put("train/cat/z20.png", Arrays.copyOf(whole, whole.length / 2));
    files.put("train/cat/z21.png", Arrays.copyOf(whole, whole.length / 2));
    for (int trial = 0; trial < 8; trial++) {
      assertRefused("train/cat/z20.png", " is damaged");
    }
  }

  @Test
  void damageInTheTestIsNamedToo() throws IOException {
    files.put("test/dog/x.png", "no image".getBytes(StandardCharsets.UTF_8));

    assertRefused("test/dog/x.png", " is no PNG, JPEG, BMP or GIF image");
  }

  @Test
  void filesThatAreNoImagesAreRefusedByName() throws IOException {
    files.put("train/dog/4.webp", new byte[10]);

    assertRefused("4.webp", "no image that can be read", ".png, .jpg, .jpeg, .bmp, .gif");
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    // given 20 MiB that take 20 KiB in a zip
    files.put("train/dog/0.png", new byte[20 << 20]);

    assertRefused("train/dog/0.png", "larger than the 16 MiB");
  }

  @Test
  void withoutATestThereIsAHint() throws IOException {
    files.keySet().removeIf(path -> path.startsWith("test"));

    assertRefused("no images in test/CLASS/", "Signet does not split them");
  }

  @Test
  void withoutSplitsThereIsAHint() throws IOException {
    Pictures.folder(directory, Map.of("cat/1.png", new byte[3], "dog/1.png", new byte[3]));

    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no images in train/CLASS/", "train/CLASS/NAME");
  }

  @Test
  void aClassThatIsOnlyTestedIsRefused() throws IOException {
    files.put("test/cow/1.png", Pictures.png(3, 2, GREY));

    assertRefused("a class 'cow' in test, but not in train");
  }

  @Test
  void classesThatAreNeverTestedAreAccepted() throws IOException {
    files.remove("test/cat/y.png");

    DataSet data = loadFolder();

    assertThat(data.test().labels()).containsExactly(1);
    assertThat(data.test().classes()).isEqualTo(2);
  }

  @Test
  void moreClassesThanAByteTellsAreRefused() throws IOException {
    for (int label = 0; label < 255; label++) {
      files.put("train/c" + label + "/1.png", Pictures.png(3, 2, GREY));
    }

    assertRefused("257 classes in train; there can be 256");
  }

  @Test
  void namesCannotPaintTheTerminal() throws IOException {
    files.put("train/\u001b[31m/1.png", Pictures.png(3, 2, GREY));

    assertThatThrownBy(() -> load(zip()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'?[31m'")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void aMissingPathAndADamagedZipAreNamed() throws IOException {
    assertThatThrownBy(() -> load(directory.resolve("none")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("there is no", "none", "train/CLASS/NAME");
    Path file = Files.writeString(directory.resolve("a.zip"), "no zip");
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.zip is no zip");
    byte[] whole = Files.readAllBytes(zip());
    for (int length : new int[] {4, 100, whole.length / 2, whole.length - 10}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> load(file))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("a.zip is no zip file, or a damaged one");
    }
  }

  @Test
  void aZipWhoseContentsAreDamagedNamesTheFile() throws IOException {
    Path file = zip();
    byte[] whole = Files.readAllBytes(file);
    // the middle of what the first entry holds
    Arrays.fill(whole, 50, 80, (byte) 0x55);
    Files.write(file, whole);

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test/cat/y.png");
  }

  @Test
  void realCifarIsRead() {
    Path zip =
        Path.of(System.getProperty("signet.basedir", "."))
            .resolve(System.getProperty("signet.cifar10", "../shared/data/cifar10-jpeg.zip"));
    assumeTrue(Files.isRegularFile(zip), "no CIFAR-10 at hand");

    DataSet data = load(zip, new DataSource(DataKind.CIFAR10, Map.of()), Reading.Splits.TEST);

    assertThat(data.test().count()).isEqualTo(10_000);
    assertThat(data.test().shape()).isEqualTo(Shape.of(3, 32, 32));
    assertThat(data.classNames()).isEqualTo(Cifar10.CLASSES);
    // every class has its thousand, in turn
    for (int image = 0; image < data.test().count(); image++) {
      assertThat(data.test().label(image)).isEqualTo(image % 10);
    }
  }
}
