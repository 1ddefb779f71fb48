package io.opadpo.llava.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.opadpo.llava.LlavaException;
import io.opadpo.llava.files.JsonFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoraConfigFileTest {

    private static final String Q = "language_model.layers.0.self_attn.q_proj";
    private static final String TOWER_Q = "vision_tower.encoder.layers.0.self_attn.q_proj";
    private static final String DOWN = "language_model.layers.1.mlp.down_proj";
    private static final String HEAD = "{\"peft_type\": \"LORA\", \"r\": 4, \"lora_alpha\": 8, ";

    @TempDir
    private Path folder;

    private LoraConfig read(String json) {
        return LoraConfigFile.read(AdapterFiles.withConfig(folder, json));
    }

    private LoraConfig readWith(String fields) {
        return read(HEAD + "\"target_modules\": [\"q_proj\"], " + fields + "}");
    }

    @Test
    void targetsAreNamesAnExpressionOrAll() {
        LoraTargets names = read(HEAD + "\"target_modules\": [\"q_proj\", \"mlp.down_proj\"]}")
                .targets();
        assertThat(names.matches(Q)).isTrue();
        assertThat(names.matches(DOWN)).isTrue();
        assertThat(names.matches("language_model.layers.0.self_attn.k_proj")).isFalse();
        assertThat(names.matches("language_model.layers.0.self_attn.xq_proj")).isFalse();
        LoraTargets text = read(HEAD + "\"target_modules\": \".*language_model.*\\\\.(q_proj|v_proj)\"}")
                .targets();
        assertThat(text.matches(Q)).isTrue();
        assertThat(text.matches(TOWER_Q)).isFalse();
        assertThat(text.matches(DOWN)).isFalse();
        LoraTargets all = read(HEAD + "\"target_modules\": \"all-linear\"}").targets();
        assertThat(all.matches(TOWER_Q)).isTrue();
    }

    /** Full names of a module, as PEFT writes them over transformers before and since version 5. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.language_model.layers.0.self_attn.q_proj",
                "language_model.model.layers.0.self_attn.q_proj",
                "layers.0.self_attn.q_proj"
            })
    void modulesAreKnownUnderBothSpellings(String name) {
        LoraConfig config = read(HEAD + "\"target_modules\": [\"" + name + "\"], \"rank_pattern\": {\""
                + name.replace(".", "\\\\.") + "\": 2}, \"alpha_pattern\": {\"" + name + "\": 32}}");
        assertThat(config.targets().matches(Q)).isTrue();
        assertThat(config.targets().matches(DOWN)).isFalse();
        assertThat(config.rank(Q)).isEqualTo(2);
        assertThat(config.scale(Q)).isEqualTo(16);
        assertThat(config.rank(DOWN)).isEqualTo(4);
        assertThat(config.scale(DOWN)).isEqualTo(2);
    }

    @Test
    void theFirstPatternThatMatchesCounts() {
        StringBuilder patterns = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            patterns.append("\"other").append(i).append("\": 9, ");
        }
        LoraConfig config = readWith("\"rank_pattern\": {" + patterns + "\"q_proj\": 2, \".*_proj\": 3}");
        assertThat(config.rank(Q)).isEqualTo(2);
        assertThat(config.rank(DOWN)).isEqualTo(3);
        assertThat(config.rank("vision_tower.encoder.layers.0.mlp.fc1")).isEqualTo(4);
    }

    @Test
    void patternsMatchWholePartsOfNames() {
        LoraConfig config =
                readWith("\"rank_pattern\": {\"proj\": 2, \"layers.0\": 3, \"^model.language.*up_proj\": 5}");
        assertThat(config.rank(Q)).isEqualTo(4);
        assertThat(config.rank("language_model.layers.0.mlp.up_proj")).isEqualTo(5);
    }

    @Test
    void rankStabilisedScaleDividesByTheRoot() {
        LoraConfig config = readWith("\"use_rslora\": true, \"rank_pattern\": {\"q_proj\": 16}");
        assertThat(config.scale(DOWN)).isEqualTo(8 / 2.0);
        assertThat(config.scale(Q)).isCloseTo(8 / 4.0, Offset.offset(1e-12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"use_dora\": true",
                "\"bias\": \"all\"",
                "\"bias\": \"lora_only\"",
                "\"fan_in_fan_out\": true",
                "\"lora_bias\": true",
                "\"modules_to_save\": [\"lm_head\"]",
                "\"layers_to_transform\": [0]",
                "\"layers_to_transform\": 1",
                "\"layer_replication\": [[0, 1]]",
                "\"trainable_token_indices\": [1]",
                "\"target_parameters\": [\"x\"]",
                "\"alora_invocation_tokens\": [1]",
                "\"use_qalora\": true",
                "\"use_bdlora\": {\"a\": 1}",
                "\"kasa_config\": {\"a\": 1}",
                "\"arrow_config\": {\"a\": 1}",
                "\"init_lora_weights\": \"pissa\"",
                "\"init_lora_weights\": \"loftq\"",
                "\"init_lora_weights\": \"olora\"",
                "\"use_rslora\": \"yes\"",
                "\"rank_pattern\": [1]",
                "\"rank_pattern\": {\"q_proj\": 0}",
                "\"rank_pattern\": {\"q_proj\": 2.5}",
                "\"rank_pattern\": {\"q_proj\": null}",
                "\"rank_pattern\": {\"(\": 2}",
                "\"rank_pattern\": {\"\\\\Qx\": 2}",
                "\"rank_pattern\": {\"a{1000000000}\": 2}",
                "\"alpha_pattern\": {\"q_proj\": \"8\"}",
                "\"alpha_pattern\": {\"q_proj\": 1e999}"
            })
    void unsupportedOrMalformedFieldsAreRefusedByName(String field) {
        String name = field.substring(1, field.indexOf('"', 1));
        assertThatThrownBy(() -> readWith(field))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(LoraConfigFile.NAME)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"r\": 4, \"lora_alpha\": 8, \"target_modules\": [\"q_proj\"]}",
                "{\"peft_type\": \"IA3\", \"target_modules\": [\"q_proj\"]}",
                "{\"peft_type\": 7, \"target_modules\": [\"q_proj\"]}",
                "{\"peft_type\": \"LORA\", \"r\": 4}",
                "{\"peft_type\": \"LORA\", \"r\": 4, \"target_modules\": null}",
                "{\"peft_type\": \"LORA\", \"r\": 4, \"target_modules\": [3]}",
                "{\"peft_type\": \"LORA\", \"r\": 4, \"target_modules\": \"(\"}",
                "{\"peft_type\": \"LORA\", \"r\": 0, \"target_modules\": [\"q_proj\"]}",
                "{\"peft_type\": \"LORA\", \"r\": 4.5, \"target_modules\": [\"q_proj\"]}",
                "{\"peft_type\": \"LORA\", \"r\": 5000000000, \"target_modules\": [\"q_proj\"]}",
                "{\"peft_type\": \"LORA\", \"r\": \"4\", \"target_modules\": [\"q_proj\"]}",
                "{\"peft_type\": \"LORA\", \"lora_alpha\": 1e999, \"target_modules\": [\"q_proj\"]}"
            })
    void brokenConfigurationsAreRefused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(LoraConfigFile.NAME);
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        assertThatThrownBy(() -> read("[]")).isInstanceOf(JsonFileException.class);
        assertThatThrownBy(() -> LoraConfigFile.read(folder.resolve("nowhere")))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining(LoraConfigFile.NAME);
    }

    @Test
    @Timeout(10)
    void expressionsThatBacktrackForeverAreStopped() {
        for (String hostile : List.of(
                "([a-z_.0-9]+)+!", "(([a-z]|[a-z_.0-9])*)*!", "(.*)*(.*)*(.*)*(.*)*(.*)*!", "(.?)*(.?)*(.?)*!")) {
            LoraConfig config =
                    new LoraConfig(2, 2, false, new LoraTargets.Regex(hostile), Map.of(hostile, 4), Map.of(), "");
            assertTypedOrNothing(hostile, catchThrowable(() -> config.targets().matches(Q)));
            assertTypedOrNothing(hostile, catchThrowable(() -> config.rank(Q)));
        }
        assertThatThrownBy(() -> new LoraTargets.Regex("(.*)*(.*)*(.*)*(.*)*(.*)*!").matches(Q))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> new LoraTargets.Regex("(".repeat(2000) + ")".repeat(2000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        ranks.put("z", 2);
        ranks.put("a", 3);
        for (LoraTargets targets : List.of(
                new LoraTargets.Names(List.of("q_proj", "v_proj")),
                new LoraTargets.Regex(".*\\.q_proj"),
                new LoraTargets.AllLinear())) {
            LoraConfig config = new LoraConfig(4, 12.5, true, targets, ranks, Map.of("fc1", 0.5), "a/model");
            LoraConfigFile.write(folder, config, List.of("fc2"));
            LoraConfig back = LoraConfigFile.read(folder);
            assertThat(back).isEqualTo(config);
            assertThat(back.rankPattern().keySet()).containsExactly("z", "a");
        }
    }

    /** Damaged files are refused with a typed exception or read; nothing else happens. */
    @Test
    @Timeout(60)
    void damagedConfigurationsThrowNothingUntyped() throws IOException {
        String json = Files.readString(AdapterFiles.ORIGINAL.resolve(LoraConfigFile.NAME));
        String[] pieces = {
            "null", "true", "-1", "1e400", "\"x\"", "[]", "{}", "[[1]]", "99999999999999999999", "\"(\"", ","
        };
        for (long seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            StringBuilder damaged = new StringBuilder(json);
            for (int i = 0; i <= random.nextInt(3); i++) {
                int colon = damaged.indexOf(":", random.nextInt(damaged.length()));
                int comma = damaged.indexOf(",", Math.max(0, colon));
                if (colon >= 0 && comma > colon && random.nextInt(4) > 0) {
                    damaged.replace(colon + 1, comma, pieces[random.nextInt(pieces.length)]);
                } else {
                    damaged.setCharAt(random.nextInt(damaged.length()), (char) (32 + random.nextInt(95)));
                }
            }
            Throwable thrown = catchThrowable(() -> {
                LoraConfig config = read(damaged.toString());
                config.rank(Q);
                config.scale(Q);
                config.targets().matches(Q);
            });
            assertTypedOrNothing("seed " + seed + ": " + damaged, thrown);
        }
    }

    private static void assertTypedOrNothing(String what, Throwable thrown) {
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(LlavaException.class);
        }
    }
}
