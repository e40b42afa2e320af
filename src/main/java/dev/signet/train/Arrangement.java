package dev.signet.train;

import dev.signet.network.FeatureMap;
import java.util.Arrays;

/**
 * Brings packed images, channel after channel, into rows of channels, place after place.
 *
 * @param map the result's; where pixels are compared with levels a pixel's signs are channels that
 *     stand together
 * @param coding of the packed images
 */
record Arrangement(FeatureMap map, PixelCoding coding) {

  /**
   * Signs.
   *
   * @param packed rows of images, of which the image's start at {@code first}
   * @param signs {@code [images·places, words]}, of which those of the image are set
   */
  void signs(long[][] packed, int first, long[][] signs, int image) {
    int places = map.places();
    int start = image * places;
    for (int place = 0; place < places; place++) {
      Arrays.fill(signs[start + place], 0);
    }
    int levels = coding.levels();
    for (int channel = 0; channel < map.channels(); channel++) {
      long[] row = packed[first + channel % levels];
      int pixel = channel / levels * places;
      for (int place = 0; place < places; place++, pixel++) {
        long bit = row[pixel / Long.SIZE] >>> pixel & 1;
        signs[start + place][channel / Long.SIZE] |= bit << channel;
      }
    }
  }

  /**
   * Bytes.
   *
   * @param packed bit planes of images, of which those of the image start at {@code first}
   * @param values {@code [images·places, channels]}, of which those of the image are set
   */
  void bytes(long[][] packed, int first, float[][] values, int image) {
    int places = map.places();
    float[] pixels = new float[places * map.channels()];
    PixelCoding.BitPlanes.join(packed, first, pixels);
    for (int channel = 0; channel < map.channels(); channel++) {
      for (int place = 0; place < places; place++) {
        values[image * places + place][channel] = pixels[channel * places + place];
      }
    }
  }
}
