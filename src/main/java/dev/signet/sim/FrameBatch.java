package dev.signet.sim;

/**
 * Frames side by side. The array is not copied: whoever makes a batch leaves it alone afterwards.
 *
 * @param elements {@code [frames, elementsPerFrame]}, row-major, each byte unsigned: 0 to 255 for
 *     integers, 0 or 1 for bits
 * @param frames how many
 * @param elementsPerFrame the size of one
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of pixels: a copy, or a list, costs too much.
public record FrameBatch(byte[] elements, int frames, int elementsPerFrame) {
  /**
   * @throws FrameException when the array's length is not {@code frames × elementsPerFrame}
   */
  public FrameBatch {
    if (frames < 0 || elementsPerFrame < 1 || elements.length != (long) frames * elementsPerFrame) {
      throw new FrameException(
          elements.length + " elements for " + frames + " frames of " + elementsPerFrame);
    }
  }

  /** A copy of one frame, {@code [elementsPerFrame]}, each 0 to 255. */
  public int[] frame(int index) {
    int[] frame = new int[elementsPerFrame];
    for (int element = 0; element < elementsPerFrame; element++) {
      frame[element] = Byte.toUnsignedInt(elements[index * elementsPerFrame + element]);
    }
    return frame;
  }

  /** {@code 64 frames of 784}. */
  @Override
  public String toString() {
    return frames + " frames of " + elementsPerFrame;
  }
}
