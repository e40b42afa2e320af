package dev.signet.train;

/** What random numbers are drawn for: the first part of a stream's path below the seed. */
final class RandomUse {
  /** Then the block. */
  static final int INITIAL_WEIGHTS = 1;

  /** Then the epoch, counted from 1. */
  static final int SHUFFLES = 2;

  /** Of weights; then the step counted from 0, the block and the unit. */
  static final int BINARIZATION = 3;

  /** Of inputs; then the step counted from 0, the block and the image's place in the batch. */
  static final int DROPOUT = 4;

  /** Of training images; then the epoch, counted from 1, and the image. */
  static final int AUGMENTATION = 5;

  /** Of the images held out. */
  static final int VALIDATION = 6;

  private RandomUse() {}
}
