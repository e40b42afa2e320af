package dev.signet.train;

import dev.signet.network.Model;
import java.util.List;

/**
 * What training gave.
 *
 * @param model the network with its trained parameters
 * @param epochs what each epoch reached, those before a resume included
 * @param bestEpoch the epoch at whose end the model's parameters were these, counted from 1; 0 when
 *     there was none
 * @param stoppedEarly whether training ended before its last epoch because it got no better
 * @param seconds time taken, that before a resume not included
 * @param imagesPerSecond images learned from in that time, each epoch anew
 */
public record TrainingResult(
    Model model,
    List<ProgressListener.Epoch> epochs,
    int bestEpoch,
    boolean stoppedEarly,
    double seconds,
    double imagesPerSecond) {
  public TrainingResult {
    epochs = List.copyOf(epochs);
  }
}
