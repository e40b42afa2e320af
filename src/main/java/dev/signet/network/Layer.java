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

  /** {@code t[a, b, …] → t[a·b·…]}, row-major. */
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
   * {@code int[c] → real[c]}: {@code γ(s − μ)/√(σ²+ε) + β} for each channel.
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
   * {@code int or real […] → real[…]}: clamped to [−1, 1]. A sign follows, which sees no
   * difference; training lets no gradient pass where the value is 1 or more, or −1 or less.
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
}
