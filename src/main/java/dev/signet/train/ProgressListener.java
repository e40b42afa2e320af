package dev.signet.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Is told how training goes, on the thread that called the trainer. */
public interface ProgressListener {

  /** Listens to nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * Before the first step.
   *
   * @param finished what the epochs before a resume reached; none of a training that starts anew
   */
  default void started(List<Epoch> finished) {}

  /** After every step. */
  default void stepped(Progress progress) {}

  /**
   * After every epoch.
   *
   * @param epoch what was reached
   * @param checkpoint gives the state to resume from; a copy is made when it is asked for, which
   *     must be before this method returns
   */
  default void epochFinished(Epoch epoch, Supplier<Checkpoint> checkpoint) {}

  /** This listener and then another. */
  default ProgressListener andThen(ProgressListener next) {
    ProgressListener first = this;
    return new ProgressListener() {
      @Override
      public void started(List<Epoch> finished) {
        first.started(finished);
        next.started(finished);
      }

      @Override
      public void stepped(Progress progress) {
        first.stepped(progress);
        next.stepped(progress);
      }

      @Override
      public void epochFinished(Epoch epoch, Supplier<Checkpoint> checkpoint) {
        first.epochFinished(epoch, checkpoint);
        next.epochFinished(epoch, checkpoint);
      }
    };
  }

  /**
   * How far training is.
   *
   * @param epoch 1 to {@code epochs}
   * @param step 1 to {@code steps}, within the epoch
   * @param steps steps of an epoch
   * @param loss mean over the epoch's images so far
   * @param accuracy share of the epoch's images so far that were right when they were learned from
   */
  record Progress(int epoch, int epochs, int step, int steps, double loss, double accuracy) {}

  /**
   * What an epoch reached.
   *
   * @param number counted from 1
   * @param loss mean over the images, each as it was learned from
   * @param accuracy share of the images that were right as they were learned from, 0 to 1
   * @param learningRate of the epoch's last step: the optimizer's rate after the schedule; for
   *     {@code bop} that of what is not binary
   * @param validation of the weights at its end, where images are held out
   * @param flips one for each layer with binarized weights, in the order of computation
   * @param best whether validation was better than after every epoch before; false where no images
   *     are held out
   */
  record Epoch(
      int number,
      double loss,
      double accuracy,
      double learningRate,
      Optional<Validation> validation,
      List<LayerFlips> flips,
      boolean best) {
    public Epoch {
      flips = List.copyOf(flips);
    }
  }

  /**
   * What the evaluation forward pass says of the images held out.
   *
   * @param loss mean over the images
   * @param accuracy share of the images that are right, 0 to 1
   */
  record Validation(double loss, double accuracy) {}

  /**
   * How restless the weights of a layer are.
   *
   * @param layer its name
   * @param ratio share of its binarized weights whose sign at the end of the epoch differs from
   *     that at its start, 0 to 1
   */
  record LayerFlips(String layer, double ratio) {}
}
