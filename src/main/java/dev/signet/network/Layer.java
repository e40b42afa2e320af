package dev.signet.network;

import java.util.List;

/** An operation of the language. Shapes are those of one frame; there is no batch extent. */
public sealed interface Layer {

  /** The network's input; it has no operands. */
  record Input() implements Layer {}

  /**
   * {@code u8[…] → bit[…]}: 1 where the element is at least {@code at}.
   *
   * @param at 0 to 256; 0 is always 1, 256 never
   */
  record Binarize(int at) implements Layer {
    public Binarize {
      if (at < 0 || at > 256) {
        throw new IllegalArgumentException("binarize at " + at);
      }
    }
  }

  /**
   * {@code u8[c, …] → bit[c·levels, …]}: channel {@code k·levels + l} is 1 where channel k is at
   * least {@link #level level(l)}, so that a brighter element has more ones.
   *
   * @param levels number of levels, 1 to 255
   */
  record Thermometer(int levels) implements Layer {
    public Thermometer {
      if (levels < 1 || levels > 255) {
        throw new IllegalArgumentException("thermometer levels " + levels);
      }
    }

    /**
     * Level l of {@code levels}, which part 0 to 256 evenly: {@code ⌈256·(l + 1)/(levels + 1)⌉}.
     */
    public int level(int l) {
      return Math.ceilDiv(256 * (l + 1), levels + 1);
    }
  }

  /** {@code t[a, b, …] → t[a·b·…]}, row-major. Integers and reals have a single place. */
  record Flatten() implements Layer {}

  /**
   * {@code bit[n] → int<−n..n>[units]} or {@code u8[n] → int<−255n..255n>[units]}: the dot product
   * with ±1 weights {@code [units, n]}. A bias, one float32 for each neuron, is no part of the
   * integer: {@link SumFunction} adds it where the sum is made use of.
   *
   * @param units number of neurons, at least 1
   * @param bias whether there is one
   */
  record Dense(int units, boolean bias) implements Layer {
    public Dense {
      if (units < 1) {
        throw new IllegalArgumentException("dense units " + units);
      }
    }

    /** Without a bias. */
    public Dense(int units) {
      this(units, false);
    }
  }

  /**
   * {@code bit, q or u8 [c, …] → int[channels, …]}: at each place of the window the dot product of
   * what lies under it with ±1 weights {@code [channels, c / groups, kernel height, kernel width]}
   * (of signals without the height). Channel k of the result sees the channels of group {@code k ·
   * groups / channels}. The bias is as that of {@link Dense}.
   *
   * @param channels number of channels of the result, a multiple of the groups
   * @param window where it looks
   * @param fill what padding counts as: −1, +1 or 0, which adds nothing; 0 for bytes
   * @param groups number of groups, a divisor of c
   * @param bias whether there is one
   */
  record Conv(int channels, Window window, int fill, int groups, boolean bias) implements Layer {
    public Conv {
      if (channels < 1 || groups < 1 || channels % groups != 0 || Math.abs(fill) > 1) {
        throw new IllegalArgumentException(
            "conv channels " + channels + ", groups " + groups + ", fill " + fill);
      }
    }
  }

  /**
   * {@code bit, int or real [c, …] → the same [c, …]}: the largest element under a window without
   * padding. That of integers or reals leads to a sign, with nothing between but a batch norm,
   * hardtanh or another maximum.
   *
   * @param window where it looks
   */
  record MaxPool(Window window) implements Layer {}

  /**
   * {@code bit or int [c, …] → int[c, …]}: the sum of the elements under a window without padding,
   * which stands for their mean: {@link SumFunction} divides by their number where the sum is made
   * use of.
   *
   * @param window where it looks
   */
  record AvgPool(Window window) implements Layer {}

  /**
   * {@code bit or int [s], bit or int [s], … → int[s]}: the sum of two operands or more, element by
   * element; a bit is ±1. The integers are sums of products with bits or quantized elements,
   * without a bias, or of another add.
   */
  record Add() implements Layer {}

  /**
   * {@code t[a, …], t[b, …], … → t[a + b + …, …]}: the channels of two operands or more, one after
   * another; bits, bytes or quantized elements.
   */
  record Concat() implements Layer {}

  /**
   * {@code int[c, …] → real[c, …]}: {@code γ(s − μ)/√(σ²+ε) + β} for each channel.
   *
   * @param epsilon added to the variance, above 0
   * @param momentum weight of the newest batch in the running statistics, in (0, 1]
   */
  record BatchNorm(float epsilon, float momentum) implements Layer {
    public BatchNorm {
      if (!(epsilon > 0) || !(momentum > 0 && momentum <= 1)) {
        throw new IllegalArgumentException(
            "batchnorm epsilon " + epsilon + ", momentum " + momentum);
      }
    }
  }

  /**
   * {@code int or real […] → real[…]}: clamped to [−1, 1]. A sign or quantize follows, which sees
   * no difference; training lets no gradient pass where the value is 1 or more, or −1 or less.
   */
  record Hardtanh() implements Layer {}

  /**
   * {@code int or real […] → bit[…]}: 1 where the value is at least 0.
   *
   * @param estimator what training takes for its gradient, which is 0 almost everywhere
   */
  record Sign(Estimator estimator) implements Layer {
    /** With the gradient of hardtanh. */
    public Sign() {
      this(Estimator.HARDTANH);
    }
  }

  /**
   * {@code int or real […] → q<bits>[…]}: one of {@code 2^bits} values that part [−1, 1] evenly.
   * With {@code M = 2^bits − 1} it is {@code (2q − M)/M} for the q whose value is nearest: q is the
   * number of steps {@code j = 1 … M} with {@code x ≥ (2j − 1 − M)/M}. Sign is the case of one bit.
   *
   * @param bits 2 to 4
   * @param estimator as for {@link Sign}
   */
  record Quantize(int bits, Estimator estimator) implements Layer {
    public Quantize {
      if (bits < 2 || bits > 4) {
        throw new IllegalArgumentException("quantize bits " + bits);
      }
    }

    /** The number of steps, {@code M = 2^bits − 1}. */
    public int steps() {
      return (1 << bits) - 1;
    }

    /** Where step j begins, 1 to M: {@code (2j − 1 − M)/M}, rounded to float32. */
    public float step(int j) {
      return (float) (2 * j - 1 - steps()) / steps();
    }
  }

  /** Straight-through estimators: the gradient by x, given the gradient g by sign(x). */
  enum Estimator {
    /** g where |x| ≤ 1, both ends included, else 0. */
    HARDTANH,
    /** g, as in {@code Binarize.backward} of BinaryNet.pytorch. */
    IDENTITY,
    /** g clamped to [−1, 1]. */
    CLIPPED,
    /** g·(2 − 2|x|) where |x| < 1, else 0: the approx-sign of Bi-Real net (Liu et al., 2018). */
    POLYNOMIAL
  }

  /**
   * {@code bit[…] → bit[…]}: the same bits. In training each is left out by chance and what is kept
   * counts {@code 1/(1 − rate)} times; everything else is as if the layer were not there.
   *
   * @param rate share that is left out, in [0, 1)
   */
  record Dropout(double rate) implements Layer {
    public Dropout {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException("dropout rate " + rate);
      }
    }
  }

  /**
   * {@code int or real [k] → int<0..k−1>[1]}: the index of the largest score, the lowest index on a
   * tie.
   *
   * @param labels the names of the k classes, in order
   */
  record Argmax(List<String> labels) implements Layer {
    public Argmax {
      labels = List.copyOf(labels);
    }
  }

  /** {@code int or real [k] → int or real [k]}: the scores themselves are the result. */
  record Scores() implements Layer {}
}
