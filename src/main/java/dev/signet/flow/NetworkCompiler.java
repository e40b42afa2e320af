package dev.signet.flow;

import dev.signet.ir.Program;
import dev.signet.lower.ModelLowering;
import dev.signet.network.Model;
import dev.signet.pass.PassPipeline;

/** From a trained model to the IR that all later stages start from. */
public final class NetworkCompiler {
  private NetworkCompiler() {}

  /**
   * Lowers a model and runs the standard passes.
   *
   * @throws dev.signet.lower.LoweringException when a decision cannot be kept in integers
   */
  public static Program compile(Model model) {
    return PassPipeline.standard().apply(ModelLowering.lower(model));
  }
}
