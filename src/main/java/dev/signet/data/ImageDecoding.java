package dev.signet.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the images of one {@link ImageFiles} by several threads. All must have the extents of the
 * first. Of several that are wrong the first one is told, whatever the threads do.
 */
final class ImageDecoding {
  private final ImageFiles files;
  private final Reading reading;
  private final ImageDecoder.Size size;
  private final String first;
  private int done;

  /**
   * @param first the image whose extents all must have
   * @throws DataException when it is no image
   */
  ImageDecoding(ImageFiles files, Reading reading, String first) {
    this.files = files;
    this.reading = reading;
    this.first = first;
    try (ImageDecoder decoder = new ImageDecoder()) {
      this.size = decoder.size(read(first));
    } catch (ImageDecoder.Refusal e) {
      throw refused(first, e);
    }
  }

  /** Extents of all images. */
  ImageDecoder.Size size() {
    return size;
  }

  /**
   * Images in colour.
   *
   * @param planes {@code [count, 3, height, width]}: red, green and blue
   * @param coloured whether any pixel is not grey
   */
  @SuppressWarnings("ArrayRecordComponent") // Megabytes; never compared.
  record Images(byte[] planes, boolean coloured) {}

  /**
   * Decodes images.
   *
   * @param before how many have been decoded, for the listener
   * @param total how many are to be altogether, for the listener
   * @throws DataException naming the first that is wrong
   */
  Images decode(List<String> paths, int before, int total) {
    int bytes = 3 * size.pixels();
    byte[] planes = new byte[Math.multiplyExact(paths.size(), bytes)];
    AtomicBoolean coloured = new AtomicBoolean();
    done = before;
    forEach(
        paths.size(),
        (decoder, index) -> {
          if (decode(decoder, paths.get(index), planes, index * bytes)) {
            coloured.set(true);
          }
          tell(total);
        });
    return new Images(planes, coloured.get());
  }

  /**
   * Whether any of the images has a colour. They are decoded for nothing else, in order and only
   * until one has.
   *
   * @throws DataException naming the first that is wrong
   */
  boolean anyColoured(List<String> paths) {
    byte[] planes = new byte[3 * size.pixels()];
    try (ImageDecoder decoder = new ImageDecoder()) {
      for (String path : paths) {
        if (decode(decoder, path, planes, 0)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean decode(ImageDecoder decoder, String path, byte[] planes, int offset) {
    try {
      return decoder.decode(read(path), size, planes, offset);
    } catch (ImageDecoder.WrongSize e) {
      throw new DataException(
          files.name(path)
              + " is "
              + e.size()
              + " pixels, but "
              + files.name(first)
              + " "
              + size
              + "; all images must have one size",
          e);
    } catch (ImageDecoder.Refusal e) {
      throw refused(path, e);
    }
  }

  private synchronized void tell(int total) {
    done++;
    reading.listener().decoded(done, total);
  }

  /** What is done with an image. */
  private interface Task {
    void run(ImageDecoder decoder, int index);
  }

  private void forEach(int count, Task task) {
    Run run = new Run(count, task);
    int threads = Math.clamp(count, 1, reading.threads());
    if (threads == 1) {
      run.work();
    } else {
      try (ExecutorService executor =
          Executors.newFixedThreadPool(
              threads, work -> Thread.ofPlatform().daemon().name("decoder").unstarted(work))) {
        List<Future<?>> workers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          workers.add(executor.submit(run::work));
        }
        workers.forEach(ImageDecoding::join);
      }
    }
    run.failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  /** Waits for a worker; what it throws besides a refusal is a bug, or that memory ran out. */
  private static void join(Future<?> worker) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("interrupted while images were read", e);
    }
  }

  /** Hands out images in their order, so that those before one that is wrong are all seen. */
  private static final class Run {
    private final int count;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean ended;
    private int failed = Integer.MAX_VALUE;
    private @Nullable DataException failure;

    Run(int count, Task task) {
      this.count = count;
      this.task = task;
    }

    void work() {
      try (ImageDecoder decoder = new ImageDecoder()) {
        while (!ended) {
          int index = next.getAndIncrement();
          if (index >= count) {
            return;
          }
          try {
            task.run(decoder, index);
          } catch (DataException e) {
            fail(index, e);
          }
        }
      } finally {
        ended = true;
      }
    }

    private synchronized void fail(int index, DataException e) {
      ended = true;
      if (index < failed) {
        failed = index;
        failure = e;
      }
    }

    synchronized Optional<DataException> failure() {
      return Optional.ofNullable(failure);
    }
  }

  private byte[] read(String path) {
    try {
      byte[] file = files.read(path);
      if (file.length > ImageFiles.MOST_FILE_BYTES) {
        throw new DataException(
            files.name(path)
                + " is larger than the "
                + (ImageFiles.MOST_FILE_BYTES >> 20)
                + " MiB that an image's file may have");
      }
      return file;
    } catch (IOException e) {
      throw new DataException("cannot read " + files.name(path) + ": " + e.getMessage(), e);
    }
  }

  private DataException refused(String path, ImageDecoder.Refusal e) {
    return new DataException(files.name(path) + " " + e.getMessage(), e);
  }
}
