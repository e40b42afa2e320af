package dev.signet.lang;

/**
 * A stretch of a source text, as offsets in its characters ({@code char}s).
 *
 * @param start offset of the first character
 * @param end offset behind the last; equal to {@code start} for a place between characters
 */
public record SourceSpan(int start, int end) {

  /**
   * @throws IllegalArgumentException when the span is negative
   */
  public SourceSpan {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("span " + start + ".." + end);
    }
  }

  /** From the start of this to the end of the other, which does not end earlier. */
  SourceSpan to(SourceSpan other) {
    return new SourceSpan(start, Math.max(end, other.end));
  }
}
