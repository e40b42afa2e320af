package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.TrainingRecipe;

/**
 * Which images are learned from and which are held out. Those held out are chosen by the seed, from
 * every class its share, up to one image more or less.
 *
 * @param training numbers of images, ascending
 * @param validation the others, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Read in inner loops; never compared.
record Split(int[] training, int[] validation) {

  /**
   * @throws TrainException when nothing is left to learn from
   */
  static Split of(TrainingRecipe recipe, ImageSet images) {
    int count = images.count();
    int heldOut = recipe.validation().heldOut(count);
    if (heldOut > 0 && heldOut >= count) {
      throw new TrainException(
          "'validation' holds out "
              + heldOut
              + " images, but the data have only "
              + count
              + " to train with");
    }
    int[] byClass = byClass(images, RandomStream.of(recipe.seed(), RandomUse.VALIDATION));
    boolean[] isHeldOut = new boolean[count];
    for (int place = 0; place < count; place++) {
      // Evenly spaced, so that a class is met in proportion to its length.
      isHeldOut[byClass[place]] = (place + 1L) * heldOut / count > (long) place * heldOut / count;
    }
    int[] training = new int[count - heldOut];
    int[] validation = new int[heldOut];
    int trained = 0;
    int held = 0;
    for (int image = 0; image < count; image++) {
      if (isHeldOut[image]) {
        validation[held++] = image;
      } else {
        training[trained++] = image;
      }
    }
    return new Split(training, validation);
  }

  /** The images of one class after the other, within a class in random order. */
  private static int[] byClass(ImageSet images, RandomStream random) {
    int[] starts = new int[images.classes() + 1];
    for (int image = 0; image < images.count(); image++) {
      starts[images.label(image) + 1]++;
    }
    for (int label = 0; label < images.classes(); label++) {
      starts[label + 1] += starts[label];
    }
    int[] byClass = new int[images.count()];
    for (int image : random.permutation(images.count())) {
      byClass[starts[images.label(image)]++] = image;
    }
    return byClass;
  }
}
