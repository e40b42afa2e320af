package dev.signet.lang;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Turns the places of ANTLR, counted in code points, into offsets in the text. */
final class TokenSpans {
  private final int length;

  /** Offset of each code point; empty when they are the same, as in nearly every source. */
  private final int[] offsets;

  TokenSpans(String text) {
    this.length = text.length();
    int codePoints = text.codePointCount(0, text.length());
    this.offsets = codePoints == text.length() ? new int[0] : new int[codePoints + 1];
    int offset = 0;
    for (int index = 0; index < offsets.length; index++) {
      offsets[index] = offset;
      if (offset < text.length()) {
        offset += Character.charCount(text.codePointAt(offset));
      }
    }
  }

  private int offset(int codePoint) {
    return Math.min(offsets.length == 0 ? codePoint : offsets[codePoint], length);
  }

  /** The place of a token; the end of the text for the end of the file. */
  SourceSpan of(Token token) {
    if (token.getStopIndex() < token.getStartIndex()) {
      return new SourceSpan(length, length);
    }
    int start = offset(token.getStartIndex());
    return new SourceSpan(start, Math.max(start, offset(token.getStopIndex() + 1)));
  }

  /** The place just behind a token. */
  SourceSpan behind(Token token) {
    int end = of(token).end();
    return new SourceSpan(end, end);
  }

  /** The place of all tokens of a rule. */
  SourceSpan of(ParserRuleContext context) {
    SourceSpan start = of(context.getStart());
    Token stop = context.getStop();
    return stop == null || stop.getTokenIndex() < context.getStart().getTokenIndex()
        ? start
        : start.to(of(stop));
  }
}
