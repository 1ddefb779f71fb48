package io.opadpo.llava.lora;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.weights.LlavaShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The linear layers an adapter may change: all of decoder, projector and tower, but not the output layer. */
public final class LinearLayers {

    private static final String WEIGHT = ".weight";

    private final Map<String, Size> layers = new LinkedHashMap<>();
    private final Map<String, Size> idle = new LinkedHashMap<>();

    /**
     * Width of a layer.
     *
     * @param in inputs
     * @param out outputs
     */
    public record Size(long in, long out) {}

    /** The layers of a model. */
    public LinearLayers(LlavaConfig config) {
        LlavaShapes shapes = LlavaShapes.of(config);
        collect(shapes.required(), layers);
        collect(shapes.optional(), idle);
    }

    private static void collect(Map<String, List<Long>> shapes, Map<String, Size> layers) {
        shapes.forEach((name, shape) -> {
            if (name.endsWith(WEIGHT) && shape.size() == 2 && !isTable(name)) {
                layers.put(module(name), new Size(shape.get(1), shape.get(0)));
            }
        });
    }

    private static boolean isTable(String name) {
        return name.contains("embed") || name.startsWith("lm_head");
    }

    private static String module(String weight) {
        return weight.substring(0, weight.length() - WEIGHT.length());
    }

    /** Canonical names of the modules that are loaded and run, in the order of the forward pass. */
    public List<String> names() {
        return List.copyOf(layers.keySet());
    }

    /** The same and those that are not run. */
    List<String> all() {
        return Stream.concat(layers.keySet().stream(), idle.keySet().stream()).toList();
    }

    /**
     * Whether a module is loaded and run. The tower's layers past the deepest used one are not, but PEFT gives them
     * matrices too.
     */
    boolean runs(String module) {
        return layers.containsKey(module);
    }

    /** Size of a module, run or not, or {@code null} if it is no linear layer of this model. */
    public @Nullable Size size(String module) {
        Size size = layers.get(module);
        return size != null ? size : idle.get(module);
    }
}
