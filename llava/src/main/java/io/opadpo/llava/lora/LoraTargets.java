package io.opadpo.llava.lora;

import io.opadpo.llava.weights.WeightNames;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which modules an adapter is for, as PEFT's {@code target_modules} says it. */
public sealed interface LoraTargets {

    /** Whether a module, by its canonical name, is meant. */
    boolean matches(String module);

    /** Modules whose name is, or ends in a dot and, one of these. */
    record Names(List<String> names) implements LoraTargets {

        public Names {
            names = List.copyOf(names);
        }

        @Override
        public boolean matches(String module) {
            return spellings(module)
                    .anyMatch(spelling ->
                            names.stream().anyMatch(name -> spelling.equals(name) || spelling.endsWith("." + name)));
        }
    }

    /** Modules whose whole name this regular expression matches. */
    record Regex(Pattern pattern) implements LoraTargets {

        @Override
        public boolean matches(String module) {
            return spellings(module)
                    .anyMatch(spelling -> pattern.matcher(spelling).matches());
        }
    }

    /** All linear layers: PEFT's {@code all-linear}. */
    record AllLinear() implements LoraTargets {

        @Override
        public boolean matches(String module) {
            return true;
        }
    }

    /** A module's name in transformers' class today, and in the published checkpoints. */
    private static Stream<String> spellings(String module) {
        return Stream.of("model." + module, WeightNames.published(module));
    }
}
