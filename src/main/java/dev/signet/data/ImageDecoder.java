package dev.signet.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns the bytes of a PNG, JPEG, BMP or GIF file into pixels, by Java's own decoders. Of an
 * animation it is the first picture. What the file is, its first bytes say and not its name.
 *
 * <p>Mutable; for one thread at a time.
 */
final class ImageDecoder implements AutoCloseable {
  /** The most pixels of an image, so that a small file cannot ask for much memory. */
  static final int MOST_PIXELS = 1 << 20;

  private static final int CHANNELS = 3;
  private static final int OPAQUE = 0xff;

  private final Map<String, ImageReader> readers = new HashMap<>();

  /** What was found wrong that is no reason to a decoder not to go on; empty where nothing was. */
  private String damage = "";

  private int[] samples = new int[0];

  /**
   * The extents of an image.
   *
   * @param height rows
   * @param width columns
   */
  record Size(int height, int width) {
    int pixels() {
      return height * width;
    }

    /** {@code 32×32}, the width first as it is said of images. */
    @Override
    public String toString() {
      return width + "×" + height;
    }
  }

  /** That an image is not as it should be; the message goes on from its name. */
  static class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /** That an image is not as large as the others. */
  static final class WrongSize extends Refusal {
    private static final long serialVersionUID = 1L;
    private final transient Size size;

    WrongSize(Size size) {
      super("is " + size + " pixels");
      this.size = size;
    }

    /** What it is. */
    Size size() {
      return size;
    }
  }

  /**
   * What the file says of its extents, of which none is decoded.
   *
   * @throws Refusal when it is no image or too large
   */
  Size size(byte[] file) throws Refusal {
    return decoding(file, ImageDecoder::sizeOf);
  }

  /**
   * Decodes an image of known extents.
   *
   * @param planes {@code [3, height, width]} from {@code offset} on are set: red, green and blue
   * @return whether any pixel has a colour that is not grey
   * @throws Refusal when it is none, is damaged, transparent, or of other extents
   */
  boolean decode(byte[] file, Size expected, byte[] planes, int offset) throws Refusal {
    return decoding(
        file,
        reader -> {
          Size size = sizeOf(reader);
          if (!size.equals(expected)) {
            throw new WrongSize(size);
          }
          damage = PngChunks.isPng(file) ? PngChunks.damage(file) : "";
          BufferedImage image = reader.read(0);
          if (!damage.isEmpty()) {
            throw new Refusal("is damaged: " + damage);
          }
          return isGrey(image)
              ? storeGrey(image, size, planes, offset)
              : storeColours(image, size, planes, offset);
        });
  }

  /** What is done with a reader that has a file open. */
  private interface Use<T> {
    T apply(ImageReader reader) throws IOException, Refusal;
  }

  // Java's decoders throw what comes of a damaged file: besides IOException all kinds of
  // RuntimeException.
  private <T> T decoding(byte[] file, Use<T> use) throws Refusal {
    Optional<String> format = format(file);
    if (format.isEmpty()) {
      throw new Refusal("is no PNG, JPEG, BMP or GIF image");
    }
    ImageReader reader = readers.computeIfAbsent(format.get(), this::reader);
    try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(input, true, true);
      return use.apply(reader);
    } catch (IOException | RuntimeException e) {
      throw new Refusal("is damaged, or of a kind that cannot be read: " + e.getMessage());
    } finally {
      reader.setInput(null);
    }
  }

  private static Optional<String> format(byte[] file) {
    if (PngChunks.isPng(file)) {
      return Optional.of("png");
    }
    if (startsWith(file, 0xff, 0xd8, 0xff)) {
      return Optional.of("jpeg");
    }
    if (startsWith(file, 'G', 'I', 'F', '8')) {
      return Optional.of("gif");
    }
    return startsWith(file, 'B', 'M') ? Optional.of("bmp") : Optional.empty();
  }

  private static boolean startsWith(byte[] file, int... magic) {
    if (file.length < magic.length) {
      return false;
    }
    for (int index = 0; index < magic.length; index++) {
      if (Byte.toUnsignedInt(file[index]) != magic[index]) {
        return false;
      }
    }
    return true;
  }

  private ImageReader reader(String format) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    // A JPEG file that ends early or has nonsense in it is no exception, but grey from there on.
    reader.addIIOReadWarningListener(new Warnings());
    return reader;
  }

  /** Keeps what a decoder says of damage; other warnings are of profiles and the like. */
  private final class Warnings implements IIOReadWarningListener {
    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (warning.contains("Premature end") || warning.contains("Corrupt JPEG")) {
        damage = warning;
      }
    }
  }

  private static Size sizeOf(ImageReader reader) throws IOException, Refusal {
    Size size = new Size(reader.getHeight(0), reader.getWidth(0));
    if (size.height() < 1
        || size.width() < 1
        || (long) size.height() * size.width() > MOST_PIXELS) {
      throw new Refusal("is " + size + " pixels; there can be 1 to " + MOST_PIXELS + " of them");
    }
    return size;
  }

  /** Whether it has one band that is the brightness itself, and no number of a colour. */
  private static boolean isGrey(BufferedImage image) {
    return image.getRaster().getNumBands() == 1
        && !(image.getColorModel() instanceof IndexColorModel);
  }

  /**
   * Takes the samples as they are: Java's colours are those of linear light, and would change them.
   */
  private boolean storeGrey(BufferedImage image, Size size, byte[] planes, int offset) {
    Raster raster = image.getRaster();
    samples = raster.getSamples(0, 0, size.width(), size.height(), 0, room(size));
    int bits = raster.getSampleModel().getSampleSize(0);
    int most = (1 << bits) - 1;
    for (int pixel = 0; pixel < size.pixels(); pixel++) {
      int level = bits == Byte.SIZE ? samples[pixel] : (samples[pixel] * 255 + most / 2) / most;
      for (int channel = 0; channel < CHANNELS; channel++) {
        planes[offset + channel * size.pixels() + pixel] = (byte) level;
      }
    }
    return false;
  }

  private boolean storeColours(BufferedImage image, Size size, byte[] planes, int offset)
      throws Refusal {
    int pixels = size.pixels();
    samples = image.getRGB(0, 0, size.width(), size.height(), room(size), 0, size.width());
    boolean coloured = false;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int colour = samples[pixel];
      if (colour >>> 24 != OPAQUE) {
        throw new Refusal(
            "has transparent pixels, and what is behind them is not said; store it without");
      }
      byte red = (byte) (colour >> 16);
      byte green = (byte) (colour >> 8);
      byte blue = (byte) colour;
      coloured |= red != green || green != blue;
      planes[offset + pixel] = red;
      planes[offset + pixels + pixel] = green;
      planes[offset + 2 * pixels + pixel] = blue;
    }
    return coloured;
  }

  private int[] room(Size size) {
    return samples.length >= size.pixels() ? samples : new int[size.pixels()];
  }

  @Override
  public void close() {
    readers.values().forEach(ImageReader::dispose);
  }
}
