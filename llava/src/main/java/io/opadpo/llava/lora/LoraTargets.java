package io.opadpo.llava.lora;

import java.util.List;

/** Which modules an adapter is for, as PEFT's {@code target_modules} says it. */
public sealed interface LoraTargets {

    /**
     * Whether a module, by its canonical name, is meant.
     *
     * @throws AdapterException if a regular expression takes too long to tell
     */
    boolean matches(String module);

    /** Modules whose name is, or ends in a dot and, one of these. */
    record Names(List<String> names) implements LoraTargets {

        public Names {
            names = List.copyOf(names);
        }

        @Override
        public boolean matches(String module) {
            return ModulePattern.spellings(module)
                    .anyMatch(spelling ->
                            names.stream().anyMatch(name -> spelling.equals(name) || spelling.endsWith("." + name)));
        }
    }

    /**
     * Modules whose whole name this regular expression matches.
     *
     * @param pattern without counted repetition, at most 1,000 characters
     */
    record Regex(String pattern) implements LoraTargets {

        /** @throws IllegalArgumentException if it is no such expression */
        public Regex {
            ModulePattern.whole("target_modules", pattern);
        }

        @Override
        public boolean matches(String module) {
            return ModulePattern.whole("target_modules", pattern).matches(module);
        }
    }

    /** All linear layers: PEFT's {@code all-linear}. */
    record AllLinear() implements LoraTargets {

        @Override
        public boolean matches(String module) {
            return true;
        }
    }
}
