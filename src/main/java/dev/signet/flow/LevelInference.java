package dev.signet.flow;

import dev.signet.data.ImageSet;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.Model;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.BatchEngine;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Inference;
import dev.signet.sim.Inferences;
import dev.signet.sim.Interpreter;
import dev.signet.sim.StreamSettings;
import dev.signet.train.FloatForward;
import java.util.stream.IntStream;

/** Runs images through one level. */
public final class LevelInference {
  private LevelInference() {}

  /**
   * The class of each image.
   *
   * @param level any but {@link Level#VERILOG}, which needs a simulator of its own
   * @param program what the model compiles to
   */
  public static int[] classes(
      Level level, Model model, Program program, ImageSet images, int threads) {
    FrameBatch frames = NetworkData.frames(images);
    return switch (level) {
      case TRAIN -> FloatForward.run(model, images, threads).classes();
      case IR -> interpret(program, frames).labels();
      case FAST -> BatchEngine.compile(program).infer(frames, threads).labels();
      case RTL -> {
        HardwareGoals goals = model.network().hardware();
        Hardware hardware = Scheduler.schedule(program, goals.style(), goals);
        yield new LockstepSimulation(hardware, Math.max(1, frames.frames()))
            .run(frames, frames.frames(), StreamSettings.DEFAULT)
            .inferences()
            .labels();
      }
      case VERILOG ->
          throw new FlowException(
              "level verilog is run by 'signet verify', which compares every cycle of it");
    };
  }

  /** The reference interpreter on many frames at once; frames do not depend on each other. */
  public static Inferences interpret(Program program, FrameBatch frames) {
    Interpreter interpreter = new Interpreter(program);
    int classes = program.classes();
    int[] labels = new int[frames.frames()];
    long[] scores = new long[labels.length * classes];
    IntStream.range(0, labels.length)
        .parallel()
        .forEach(
            frame -> {
              Inference inference = interpreter.infer(frames.frame(frame));
              labels[frame] = inference.label();
              System.arraycopy(inference.scores(), 0, scores, frame * classes, classes);
            });
    return new Inferences(labels, scores);
  }
}
