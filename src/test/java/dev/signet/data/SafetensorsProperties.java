package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.FloatTensor;
import dev.signet.network.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SafetensorsProperties {

  @Property(tries = 50)
  void anyValuesComeBackToTheBit(@ForAll @Size(min = 1, max = 40) float[] values)
      throws IOException {
    Path file = Files.createTempFile("signet", ".safetensors");
    try {
      FloatTensor tensor = new FloatTensor(Shape.of(values.length), values);
      Safetensors.write(file, new NamedTensors(Map.of("t", tensor), Map.of()));
      assertThat(Safetensors.read(file).tensors().values())
          .singleElement()
          .matches(read -> Arrays.equals(read.values(), values));
    } finally {
      Files.delete(file);
    }
  }

  /** A damaged file is read as something or refused in words, and nothing else. */
  @Property(tries = 300)
  void damageIsNeverMoreThanAClearError(
      @ForAll @IntRange(max = 150) int place,
      @ForAll byte value,
      @ForAll @IntRange(max = 40) int cut)
      throws IOException {
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[8,12]}}";
    byte[] bytes = Fixtures.safetensors(header, 12);
    bytes[place % bytes.length] = value;
    Path file = Files.createTempFile("signet", ".safetensors");
    try {
      Files.write(file, Arrays.copyOf(bytes, bytes.length - Math.max(0, cut - 20)));
      NamedTensors read = Safetensors.read(file);
      assertThat(read.tensors()).hasSizeLessThanOrEqualTo(3);
    } catch (DataException e) {
      assertThat(e).hasMessageContaining(file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
