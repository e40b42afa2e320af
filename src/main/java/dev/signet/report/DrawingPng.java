package dev.signet.report;

import dev.signet.report.Drawing.Dot;
import dev.signet.report.Drawing.Line;
import dev.signet.report.Drawing.Mark;
import dev.signet.report.Drawing.Point;
import dev.signet.report.Drawing.Words;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A drawing as pixels, two in each direction for each of the drawing's own, as a PNG file. */
final class DrawingPng {
  private static final int SCALE = 2;

  private final Graphics2D graphics;

  private DrawingPng(Graphics2D graphics) {
    this.graphics = graphics;
  }

  /**
   * The bytes of the file. Java needs a font on the machine for it, and fails in many ways without.
   */
  static byte[] print(Drawing drawing) {
    BufferedImage image =
        new BufferedImage(
            SCALE * drawing.width(), SCALE * drawing.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SCALE, SCALE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, drawing.width(), drawing.height());
    DrawingPng canvas = new DrawingPng(graphics);
    drawing.marks().forEach(canvas::draw);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void draw(Mark mark) {
    switch (mark) {
      case Line line -> {
        graphics.setColor(Color.decode(line.colour()));
        graphics.setStroke(
            new BasicStroke(
                (float) line.width(),
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                1,
                line.dashed() ? new float[] {5, 4} : null,
                0));
        Path2D path = new Path2D.Double();
        for (Point point : line.points()) {
          if (path.getCurrentPoint() == null) {
            path.moveTo(point.x(), point.y());
          } else {
            path.lineTo(point.x(), point.y());
          }
        }
        graphics.draw(path);
      }
      case Dot dot -> {
        graphics.setColor(Color.decode(dot.colour()));
        graphics.fill(
            new Ellipse2D.Double(
                dot.centre().x() - dot.radius(),
                dot.centre().y() - dot.radius(),
                2 * dot.radius(),
                2 * dot.radius()));
      }
      case Words words -> {
        graphics.setColor(Color.decode(words.colour()));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) words.size()));
        double width = graphics.getFontMetrics().stringWidth(words.text());
        double before =
            switch (words.anchor()) {
              case START -> 0;
              case MIDDLE -> width / 2;
              case END -> width;
            };
        AffineTransform transform = graphics.getTransform();
        graphics.translate(words.at().x(), words.at().y());
        if (words.upwards()) {
          graphics.rotate(-Math.PI / 2);
        }
        graphics.drawString(words.text(), (float) -before, 0);
        graphics.setTransform(transform);
      }
    }
  }
}
