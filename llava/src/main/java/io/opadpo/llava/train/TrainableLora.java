package io.opadpo.llava.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.lora.LinearLayers;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraFolder;
import io.opadpo.llava.lora.LoraWriter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.StoredType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A LoRA adapter in training: fp32 masters, and the adapter over their copies that the model computes with. */
public final class TrainableLora implements TrainedWeights {

    private final LlavaModel model;
    private final LoraConfig config;
    private final LinearLayers layers;
    private final List<String> modules;
    private final List<String> trainedModules;
    private final LoraAdapter adapter;
    private final Trainables trainables;

    /** Where the fp32 matrices of each module lie: A at this index of the trainables, B after it. */
    private final Map<String, Integer> trained = new HashMap<>();

    /** Matrices that are part of the adapter but stay as they are, in fp32 for {@link #save}. */
    private final Scope frozen;

    private final Map<String, IValue> frozenA = new HashMap<>();
    private final Map<String, IValue> frozenB = new HashMap<>();

    private TrainableLora(LlavaModel model, LoraConfig config, List<String> modules, Predicate<String> trains) {
        this.model = model;
        this.config = config;
        this.layers = new LinearLayers(model.config());
        this.modules = List.copyOf(modules);
        this.frozen = model.torch().scope();
        Map<String, PtNDArray> a = new HashMap<>();
        Map<String, PtNDArray> b = new HashMap<>();
        List<String> trainedModules = new ArrayList<>();
        for (String module : modules) {
            LinearLayers.Size size = Objects.requireNonNull(layers.size(module));
            long rank = config.rank(module);
            a.put(module, zeros(rank, size.in()));
            b.put(module, zeros(size.out(), rank));
            if (trains.test(module)) {
                trained.put(module, 2 * trainedModules.size());
                trainedModules.add(module);
            }
        }
        this.adapter = new LoraAdapter("in training", config, a, b);
        this.trainedModules = List.copyOf(trainedModules);
        this.trainables = new Trainables(model.torch(), parameters(adapter));
    }

    @Override
    public List<Trainables.Parameter> parameters(LlavaModel replica, @Nullable LoraAdapter copy) {
        return parameters(Objects.requireNonNull(copy));
    }

    private List<Trainables.Parameter> parameters(LoraAdapter copy) {
        List<Trainables.Parameter> parameters = new ArrayList<>();
        for (String module : trainedModules) {
            parameters.add(new Trainables.Parameter(module + ".lora_A", copy.down(module), 1));
            parameters.add(new Trainables.Parameter(module + ".lora_B", copy.up(module), config.scale(module)));
        }
        return parameters;
    }

    private PtNDArray zeros(long rows, long columns) {
        Torch torch = model.torch();
        return torch.retain(torch.record("zeros", torch.like(), new long[] {rows, columns}));
    }

    /**
     * A new adapter on all modules that its configuration targets. As PEFT does, A is uniform in ±1/√in and B is zero, so
     * that training starts at the base model.
     *
     * @throws IllegalArgumentException if no module is targeted
     */
    public static TrainableLora fresh(LlavaModel model, LoraConfig config, long seed) {
        List<String> modules = new LinearLayers(model.config())
                .names().stream().filter(config.targets()::matches).toList();
        if (modules.isEmpty()) {
            throw new IllegalArgumentException("the LoRA targets match no linear layer of the model");
        }
        TrainableLora lora = new TrainableLora(model, config, modules, module -> true);
        SplitMix random = new SplitMix(seed);
        for (int m = 0; m < modules.size(); m++) {
            long in = Objects.requireNonNull(lora.layers.size(modules.get(m))).in();
            float bound = (float) (1 / Math.sqrt((double) in));
            float[] values = new float[Math.toIntExact(config.rank(modules.get(m)) * in)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (2 * random.nextFloat() - 1) * bound;
            }
            try (Scope scope = model.torch().scope()) {
                lora.trainables.setMaster(2 * m, scope.floats(values, config.rank(modules.get(m)), in));
            }
        }
        lora.trainables.refresh();
        return lora;
    }

    /**
     * An adapter that goes on from a PEFT folder.
     *
     * @param trains which modules, by canonical name, are in training; the others stay part of the adapter as they are
     * @throws io.opadpo.llava.lora.AdapterException if it does not fit the model
     */
    public static TrainableLora from(LlavaModel model, Path folder, Predicate<String> trains) {
        try (LoraFolder source = LoraFolder.open(folder, model.config())) {
            List<String> modules = source.modules().stream()
                    .filter(new LinearLayers(model.config()).names()::contains)
                    .toList();
            TrainableLora lora = new TrainableLora(model, source.config(), modules, trains);
            boolean complete = false;
            try {
                for (String module : modules) {
                    lora.adopt(module, source.readA(model.torch(), module), source.readB(model.torch(), module));
                }
                lora.trainables.refresh();
                complete = true;
                return lora;
            } finally {
                if (!complete) {
                    lora.close();
                }
            }
        }
    }

    /** The same with all modules in training. */
    public static TrainableLora from(LlavaModel model, Path folder) {
        return from(model, folder, module -> true);
    }

    private void adopt(String module, IValue a, IValue b) {
        Integer index = trained.get(module);
        if (index != null) {
            try (a;
                    b) {
                trainables.setMaster(index, a);
                trainables.setMaster(index + 1, b);
            }
        } else {
            frozenA.put(module, frozen.own(a));
            frozenB.put(module, frozen.own(b));
            adapter.set(model.torch(), module, a, b);
        }
    }

    @Override
    public LoraAdapter adapter() {
        return adapter;
    }

    @Override
    public Trainables trainables() {
        return trainables;
    }

    @Override
    public String kind() {
        return "adapter";
    }

    /** Writes a PEFT folder. */
    @Override
    public void save(Path folder) throws IOException {
        LoraWriter.write(folder, config, layers, modules, (module, isA, out) -> {
            Integer index = trained.get(module);
            IValue master = index != null
                    ? trainables.master(isA ? index : index + 1)
                    : Objects.requireNonNull((isA ? frozenA : frozenB).get(module));
            Tensors.write(model.torch(), master, StoredType.F32, out);
        });
    }

    @Override
    public void close() {
        model.release(adapter);
        trainables.close();
        frozen.close();
        adapter.close();
    }
}
