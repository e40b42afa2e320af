package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.data.DataSet;
import dev.signet.data.DrawnDigits;
import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.Augmentation;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentedBatchesTest {
  private static final ImageSet IMAGES = DrawnDigits.draw(11, 40, 1, 1).train();
  private static final PixelGrid GRID = new PixelGrid(1, 11, 11);

  private static TrainingRecipe recipe(Augmentation... augmentations) {
    return TrainingRecipe.defaults().toBuilder().augmentations(List.of(augmentations)).build();
  }

  /** The packed rows of a batch, those of an image one after another. */
  private static long[][] rows(
      TrainingRecipe recipe,
      PixelCoding coding,
      int epoch,
      int[] order,
      int from,
      int to,
      int threads) {
    try (Workers workers = new Workers(threads)) {
      long[][] packed = coding.pack(IMAGES, workers);
      TrainingStep.Batch batch =
          new AugmentedBatches(recipe, IMAGES, GRID, coding, packed, 40, workers)
              .batch(epoch, order, from, to, 7);
      assertThat(batch.number()).isEqualTo(7);
      long[][] rows = new long[batch.size() * coding.rows()][];
      for (int row = 0; row < batch.size(); row++) {
        int image = batch.order()[batch.from() + row];
        for (int part = 0; part < coding.rows(); part++) {
          rows[row * coding.rows() + part] = batch.images()[image * coding.rows() + part].clone();
        }
        assertThat(batch.labels()[image]).isEqualTo(IMAGES.labels()[order[from + row]]);
      }
      return rows;
    }
  }

  @Test
  void bytesAreMovedAsTheyAre() {
    PixelCoding coding = new PixelCoding.BitPlanes();
    int[] order = RandomStream.of(5).permutation(40);
    for (Augmentation augmentation :
        List.of(new Augmentation.Shift(2), new Augmentation.Rotate(30))) {
      long[][] rows = rows(recipe(augmentation), coding, 3, order, 4, 37, 2);

      for (int row = 0; row < 33; row++) {
        RandomStream random =
            RandomStream.of(recipe(augmentation).seed(), RandomUse.AUGMENTATION, 3, order[4 + row]);
        byte[] moved = new byte[121];
        Warp warp = Warp.draw(List.of(augmentation), GRID, random);
        new Interpolator(GRID).apply(warp, IMAGES.pixels(), order[4 + row] * 121, moved);
        for (int index = 0; index < 121; index++) {
          int pixel = 0;
          for (int plane = 0; plane < 8; plane++) {
            pixel |= (int) (rows[row * 8 + plane][index / 64] >>> index & 1) << plane;
          }
          assertThat(pixel).isEqualTo(Byte.toUnsignedInt(moved[index]));
        }
      }
    }
  }

  @Test
  void anImageIsMovedByItsOwnStreamWhereverItStands() {
    PixelCoding coding = new PixelCoding.Binarized(100);
    int[] order = RandomStream.of(5).permutation(40);
    for (List<Augmentation> augmentations :
        List.<List<Augmentation>>of(
            List.of(new Augmentation.Shift(2)),
            List.of(new Augmentation.Shift(1), new Augmentation.Rotate(30)))) {
      TrainingRecipe recipe = recipe(augmentations.toArray(Augmentation[]::new));

      long[][] rows = rows(recipe, coding, 3, order, 4, 37, 2);

      assertThat(rows).hasNumberOfRows(33);
      for (int row = 0; row < rows.length; row++) {
        int image = order[4 + row];
        Warp warp =
            Warp.draw(
                augmentations,
                GRID,
                RandomStream.of(recipe.seed(), RandomUse.AUGMENTATION, 3, image));
        byte[] moved = new byte[121];
        new Interpolator(GRID).apply(warp, IMAGES.pixels(), image * 121, moved);
        for (int index = 0; index < 121; index++) {
          long bit = rows[row][index / 64] >>> index & 1;
          assertThat(bit).isEqualTo(Byte.toUnsignedInt(moved[index]) >= 100 ? 1 : 0);
        }
      }
      assertThat(rows(recipe, coding, 3, order, 4, 37, 3)).isDeepEqualTo(rows);
      assertThat(rows(recipe, coding, 4, order, 4, 37, 2)).isNotEqualTo(rows);
    }
  }

  @Test
  void dataWithoutPlacesAreRefused() {
    ImageSet flat = new ImageSet(Shape.of(121), IMAGES.pixels(), IMAGES.labels(), 10);
    Network network =
        TestNetworks.dense(Shape.of(121), recipe(new Augmentation.Shift(1)), true, 20, 10);

    assertThatThrownBy(
            () ->
                Trainer.train(
                    network, new DataSet("flat", flat, flat), TrainerOptions.withThreads(1)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'augment'")
        .hasMessageContaining("[121]");
  }

  @Test
  void theNetworkMayGiveTheDataTheirPlaces() {
    ImageSet flat = new ImageSet(Shape.of(121), IMAGES.pixels(), IMAGES.labels(), 10);

    assertThat(PixelGrid.of(flat, Shape.of(1, 11, 11), List.of())).isEqualTo(GRID);
    assertThat(PixelGrid.of(IMAGES, Shape.of(121), List.of())).isEqualTo(GRID);
    assertThat(PixelGrid.of(IMAGES, Shape.of(11, 11, 1), List.of())).isEqualTo(GRID);
  }

  @Test
  void twoExtentsAreASignal() {
    ImageSet flat = new ImageSet(Shape.of(121), IMAGES.pixels(), IMAGES.labels(), 10);
    ImageSet signals = new ImageSet(Shape.of(11, 11), IMAGES.pixels(), IMAGES.labels(), 10);
    PixelGrid expected = PixelGrid.ofSignal(11, 11);

    assertThat(PixelGrid.of(flat, Shape.of(11, 11), List.of())).isEqualTo(expected);
    assertThat(PixelGrid.of(signals, Shape.of(1, 11, 11), List.of(new Augmentation.Flip())))
        .isEqualTo(expected);
    assertThatThrownBy(
            () -> PixelGrid.of(signals, Shape.of(121), List.of(new Augmentation.Rotate(3))))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'rotate' turns images, but the data are signals, [11, 11]");
  }

  @Test
  void channelsOfAnImageMoveTogether() {
    // given images of three channels that are alike
    byte[] pixels = new byte[3 * IMAGES.pixels().length];
    for (int plane = 0; plane < 120; plane++) {
      System.arraycopy(IMAGES.pixels(), plane / 3 * 121, pixels, plane * 121, 121);
    }
    ImageSet images = new ImageSet(Shape.of(3, 11, 11), pixels, IMAGES.labels(), 10);
    PixelGrid grid = new PixelGrid(3, 11, 11);
    TrainingRecipe recipe = recipe(new Augmentation.Shift(3), new Augmentation.Rotate(20, 0.5));
    PixelCoding coding = new PixelCoding.Binarized(100);
    int[] order = RandomStream.of(5).permutation(40);

    try (Workers workers = new Workers(2)) {
      TrainingStep.Batch batch =
          new AugmentedBatches(
                  recipe, images, grid, coding, coding.pack(images, workers), 40, workers)
              .batch(1, order, 0, 40, 0);

      // then every channel is what an image of it alone would have become
      long[][] alone = rows(recipe, coding, 1, order, 0, 40, 1);
      for (int row = 0; row < 40; row++) {
        for (int bit = 0; bit < 363; bit++) {
          assertThat(batch.images()[row][bit / 64] >>> bit & 1)
              .isEqualTo(alone[row][bit % 121 / 64] >>> bit % 121 & 1);
        }
      }
    }
  }

  @Test
  void movedImagesTeachWhatUnmovedImagesDoNot() {
    assertThatMovedOnesTeach(Shape.of(1, 16, 16));
  }

  /** Of 16 channels, which are the rows. */
  @Test
  void movedSignalsTeachWhatUnmovedSignalsDoNot() {
    assertThatMovedOnesTeach(Shape.of(16, 16));
  }

  private static void assertThatMovedOnesTeach(Shape shape) {
    // given test images two pixels from where training images are
    DataSet drawn = DrawnDigits.draw(16, 2000, 500, 1);
    DataSet digits =
        new DataSet("digits", reshaped(drawn.train(), shape), reshaped(drawn.test(), shape));
    ImageSet test = digits.test();
    PixelGrid grid = new PixelGrid(1, 16, 16);
    Warp twoRight = new Warp(1L << 32, 0, 0, 1L << 32, -2L << 32, 0);
    byte[] pixels = new byte[test.pixels().length];
    byte[] moved = new byte[256];
    for (int image = 0; image < test.count(); image++) {
      new Interpolator(grid).apply(twoRight, test.pixels(), image * 256, moved);
      System.arraycopy(moved, 0, pixels, image * 256, 256);
    }
    ImageSet elsewhere = new ImageSet(shape, pixels, test.labels(), 10);

    // when
    double without = accuracy(recipe(), digits, elsewhere);
    double with = accuracy(recipe(new Augmentation.Shift(2)), digits, elsewhere);

    // then
    assertThat(with).isGreaterThan(without + 0.05);
  }

  private static ImageSet reshaped(ImageSet images, Shape shape) {
    return new ImageSet(shape, images.pixels(), images.labels(), images.classes());
  }

  private static double accuracy(TrainingRecipe recipe, DataSet digits, ImageSet test) {
    Network network = TestNetworks.dense(test.shape(), recipe, true, 64, 10);
    TrainingResult result = Trainer.train(network, digits, TrainerOptions.withThreads(2));
    return FloatForward.run(result.model(), test, 2).accuracy(test);
  }
}
