package dev.signet.sim;

/**
 * In which order a program looks at the elements of its input.
 *
 * @param channels 1 for the order in which they come; else they come as {@code [channels, places]}
 *     and are looked at as {@code [places, channels]}
 */
record InputOrder(int channels) {
  /** As they come. */
  static final InputOrder SAME = new InputOrder(1);

  /** Frames of a batch, from the first on. */
  record Frames(FrameBatch batch, int first) {}

  /** The frames of a block in this order. */
  Frames of(BatchStep.Block block) {
    FrameBatch frames = block.frames();
    if (channels == 1) {
      return new Frames(frames, block.first());
    }
    int elements = frames.elementsPerFrame();
    int places = elements / channels;
    byte[] turned = new byte[block.count() * elements];
    for (int frame = 0; frame < block.count(); frame++) {
      int from = (block.first() + frame) * elements;
      for (int channel = 0; channel < channels; channel++) {
        for (int place = 0; place < places; place++) {
          turned[frame * elements + place * channels + channel] =
              frames.elements()[from + channel * places + place];
        }
      }
    }
    return new Frames(new FrameBatch(turned, block.count(), elements), 0);
  }
}
