package dev.signet.sim;

import dev.signet.SignetException;

/** Frames do not fit the network they are given to. The message names the frame and the element. */
public final class FrameException extends SignetException {
  private static final long serialVersionUID = 1L;

  public FrameException(String message) {
    super(message);
  }
}
