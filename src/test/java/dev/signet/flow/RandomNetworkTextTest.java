package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.lang.Compilation;
import dev.signet.lang.Diagnostic;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomNetworkTextTest {
  private static final int NETWORKS = 400;

  private static Compilation compile(int number) {
    return SignetLanguage.compile(SourceText.of("drawn.bnn", RandomNetworkText.of(1, number)));
  }

  @Test
  void drawnNetworksAreNetworks() {
    for (int number = 0; number < NETWORKS; number++) {
      Compilation compilation = compile(number);
      assertThat(compilation.diagnostics())
          .as(compilation.source().text())
          .noneMatch(Diagnostic::isError);
      assertThat(compilation.networks()).hasSize(1);
    }
  }

  @Test
  void everyKindOfLayerIsDrawnButThoseForTrainingAlone() {
    Set<Class<?>> drawn = new HashSet<>();
    for (int number = 0; number < NETWORKS; number++) {
      Network network = compile(number).networks().getFirst();
      network.nodes().stream().map(Node::layer).map(Object::getClass).forEach(drawn::add);
    }
    Set<Class<?>> all = new HashSet<>(Set.of(Layer.class.getPermittedSubclasses()));
    all.remove(Layer.Estimator.class);
    all.remove(Layer.Dropout.class);
    assertThat(drawn).isEqualTo(all);
  }

  @Test
  void aNetworkDependsOnSeedAndNumberAlone() {
    assertThat(RandomNetworkText.of(3, 7)).isEqualTo(RandomNetworkText.of(3, 7));
    assertThat(RandomNetworkText.of(3, 7)).isNotEqualTo(RandomNetworkText.of(4, 7));
  }
}
