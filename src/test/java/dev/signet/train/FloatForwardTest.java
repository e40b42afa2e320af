package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatForwardTest {

  @ParameterizedTest
  @CsvSource({
    "1,1,2,true,false,false",
    "7,65,3,true,true,false",
    "65,7,10,true,false,false",
    "130,130,10,true,true,true",
    "65,65,4,false,false,false",
    "65,7,10,false,true,false",
    "7,65,3,true,false,true",
    "65,33,10,false,true,true"
  })
  void agreesWithThePlainForwardPass(
      int pixels, int units, int classes, boolean normed, boolean biased, boolean bytes) {
    TestNetworks.Form form =
        new TestNetworks.Form(normed, biased, biased, bytes, new Layer.Sign(), 0);
    Network network =
        TestNetworks.dense(
            Shape.of(pixels), TrainingRecipe.defaults(), form, units, units, classes);
    Model model = randomModel(network, RandomStream.of(8, pixels, units));
    ImageSet images = randomImages(pixels, 150);

    Predictions one = FloatForward.run(model, images, 1);
    Predictions three = FloatForward.run(model, images, 3);

    assertThat(three.classes()).isEqualTo(one.classes());
    assertThat(three.sums()).isEqualTo(one.sums());
    Plan plan = Plan.of(network);
    for (int image = 0; image < images.count(); image++) {
      int[] sums = plainSums(model, plan, images.image(image));
      int best = 0;
      for (int k = 0; k < classes; k++) {
        assertThat(one.sums()[image * classes + k]).isEqualTo(sums[k]);
        if (score(model, plan, layers(plan) - 1, k, sums[k])
            > score(model, plan, layers(plan) - 1, best, sums[best])) {
          best = k;
        }
      }
      assertThat(one.classes()[image]).isEqualTo(best);
    }
  }

  @Test
  void aTieGoesToTheLowestIndex() {
    assertThat(FloatForward.argmax(new float[] {1, 3, 3, 2})).isEqualTo(1);
    assertThat(FloatForward.argmax(new float[] {-0.0f, 0.0f})).isZero();
  }

  @Test
  void imagesOfAnotherSizeAreRefusedWithBothShapes() {
    Network network = TestNetworks.dense(Shape.of(1, 2, 2), TrainingRecipe.defaults(), true, 3, 2);
    Model model = randomModel(network, RandomStream.of(1));

    assertThatThrownBy(() -> FloatForward.run(model, randomImages(5, 3), 1))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("[1, 2, 2]")
        .hasMessageContaining("[5]");
  }

  private static int[] plainSums(Model model, Plan plan, byte[] pixels) {
    boolean bytes = plan.values().getFirst() instanceof Value.Pixels;
    int[] signs = new int[pixels.length];
    for (int index = 0; index < signs.length; index++) {
      int pixel = pixels[index] & 0xff;
      signs[index] = bytes ? pixel : pixel >= 128 ? 1 : -1;
    }
    int[] sums = {};
    for (int index = 0; index < layers(plan); index++) {
      Stage.Product block = plan.products().get(index);
      float[] latent = model.latentWeights(block.node()).values();
      sums = new int[block.units()];
      int[] next = new int[block.units()];
      for (int unit = 0; unit < block.units(); unit++) {
        for (int input = 0; input < signs.length; input++) {
          sums[unit] += latent[unit * signs.length + input] >= 0 ? signs[input] : -signs[input];
        }
        next[unit] = score(model, plan, index, unit, sums[unit]) >= 0 ? 1 : -1;
      }
      signs = next;
    }
    return sums;
  }

  private static int layers(Plan plan) {
    return plan.products().size();
  }

  private static float score(Model model, Plan plan, int index, int channel, int sum) {
    Stage.Product product = plan.products().get(index);
    float shifted = sum;
    if (product.hasBias()) {
      shifted += model.bias(product.node()).orElseThrow().values()[channel];
    }
    var norm = plan.activations().get(index).norm();
    return norm.isPresent() ? model.batchNorm(norm.get()).normalize(channel, shifted) : shifted;
  }

  private static Model randomModel(Network network, RandomStream random) {
    Map<String, FloatTensor> tensors = new HashMap<>();
    Model.parameterShapes(network)
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.size()];
              for (int index = 0; index < values.length; index++) {
                double low = name.endsWith("running_var") ? 0.1 : -1;
                values[index] = (float) random.between(low, 1);
                if (index % 5 == 0 && name.endsWith(".weight")) {
                  values[index] = index % 2 == 0 ? -0.0f : 0;
                }
              }
              tensors.put(name, new FloatTensor(shape, values));
            });
    return new Model(network, tensors);
  }

  private static ImageSet randomImages(int pixels, int count) {
    RandomStream random = RandomStream.of(9, pixels);
    byte[] bytes = new byte[pixels * count];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) random.nextInt(256);
    }
    return new ImageSet(Shape.of(pixels), bytes, new byte[count], 1);
  }
}
