package dev.signet.sim;

/** Frames do not fit the network they are given to. The message names the frame and the element. */
public final class FrameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public FrameException(String message) {
    super(message);
  }
}
