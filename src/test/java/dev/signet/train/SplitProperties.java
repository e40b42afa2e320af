package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.Validation;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SplitProperties {

  private static ImageSet images(int count, int classes, long seed) {
    RandomStream random = RandomStream.of(seed);
    byte[] labels = new byte[count];
    for (int image = 0; image < count; image++) {
      // small labels are frequent
      labels[image] = (byte) random.nextInt(1 + random.nextInt(classes));
    }
    return new ImageSet(Shape.of(1), new byte[count], labels, classes);
  }

  private static TrainingRecipe recipe(Validation validation, long seed) {
    return TrainingRecipe.defaults().toBuilder().validation(validation).seed(seed).build();
  }

  @Property(tries = 200)
  void everyImageIsOnOneSideAndEveryClassGivesItsShare(
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll @IntRange(min = 0, max = 299) int heldOut,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll long seed) {
    int wanted = heldOut % count;
    ImageSet images = images(count, classes, seed);

    Split split = Split.of(recipe(new Validation.Images(wanted), seed), images);

    assertThat(split.validation()).hasSize(wanted).isSorted();
    assertThat(split.training()).hasSize(count - wanted).isSorted();
    assertThat(IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation())))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
    for (int label = 0; label < classes; label++) {
      int of = label;
      long all = IntStream.range(0, count).filter(image -> images.label(image) == of).count();
      long held = Arrays.stream(split.validation()).filter(i -> images.label(i) == of).count();
      assertThat(Math.abs(held - (double) all * wanted / count)).isLessThan(1);
    }
  }

  @Example
  void theSeedChooses() {
    ImageSet images = images(100, 3, 1);
    Validation validation = new Validation.Share(0.2);

    Split one = Split.of(recipe(validation, 1), images);

    assertThat(one.validation()).hasSize(20);
    assertThat(Split.of(recipe(validation, 1), images).validation()).isEqualTo(one.validation());
    assertThat(Split.of(recipe(validation, 2), images).validation()).isNotEqualTo(one.validation());
  }

  @Example
  void aShareIsRoundedAndHoldsOutAtLeastOne() {
    assertThat(new Validation.Share(0.25).heldOut(10)).isEqualTo(3);
    assertThat(new Validation.Share(0.24).heldOut(10)).isEqualTo(2);
    assertThat(new Validation.Share(1e-9).heldOut(10)).isEqualTo(1);
    assertThat(Validation.none().heldOut(10)).isZero();
  }

  @Example
  void somethingMustBeLeftToLearnFrom() {
    ImageSet images = images(10, 3, 1);

    assertThat(Split.of(recipe(new Validation.Images(9), 1), images).training()).hasSize(1);
    for (Validation all :
        new Validation[] {
          new Validation.Images(10), new Validation.Images(5000), new Validation.Share(0.99)
        }) {
      assertThatThrownBy(() -> Split.of(recipe(all, 1), images))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("'validation'")
          .hasMessageContaining("only 10");
    }
  }
}
