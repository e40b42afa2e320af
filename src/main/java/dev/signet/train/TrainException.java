package dev.signet.train;

import dev.signet.SignetException;

/**
 * The user's network, data or checkpoint cannot be trained with, or training went astray. The
 * message is for people and complete.
 */
public final class TrainException extends SignetException {
  private static final long serialVersionUID = 1L;

  public TrainException(String message) {
    super(message);
  }
}
