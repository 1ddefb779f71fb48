package io.opadpo.llava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.LlavaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlavaConfigReaderTest {

    /** What llava-hf/llava-1.5-7b-hf states. */
    private static final String PUBLISHED = """
            {"architectures":["LlavaForConditionalGeneration"],"ignore_index":-100,"image_token_index":32000,
             "model_type":"llava","pad_token_id":32001,"projector_hidden_act":"gelu",
             "text_config":{"_name_or_path":"lmsys/vicuna-7b-v1.5","architectures":["LlamaForCausalLM"],
              "max_position_embeddings":4096,"model_type":"llama","rms_norm_eps":1e-05,"torch_dtype":"float16",
              "vocab_size":32064},
             "torch_dtype":"float16",
             "vision_config":{"hidden_size":1024,"image_size":336,"intermediate_size":4096,
              "model_type":"clip_vision_model","num_attention_heads":16,"num_hidden_layers":24,"patch_size":14,
              "projection_dim":768,"vocab_size":32000},
             "vision_feature_layer":-2,"vision_feature_select_strategy":"default","vocab_size":32064}
            """;

    /** The fields of liuhaotian/llava-v1.5-13b that say something about the architecture. */
    private static final String ORIGINAL = """
            {"architectures":["LlavaLlamaForCausalLM"],"bos_token_id":1,"eos_token_id":2,"hidden_act":"silu",
             "hidden_size":5120,"image_aspect_ratio":"pad","intermediate_size":13824,"max_position_embeddings":4096,
             "mm_hidden_size":1024,"mm_projector_type":"mlp2x_gelu","mm_use_im_start_end":false,
             "mm_vision_select_feature":"patch","mm_vision_select_layer":-2,
             "mm_vision_tower":"openai/clip-vit-large-patch14-336","model_type":"llava","num_attention_heads":40,
             "num_hidden_layers":40,"num_key_value_heads":40,"pad_token_id":0,"rms_norm_eps":1e-05,
             "rope_scaling":null,"tie_word_embeddings":false,"vocab_size":32000}
            """;

    @TempDir
    Path folder;

    @TempDir
    Path clip;

    @Test
    void readsTheFixture() {
        LlavaConfig config = LlavaConfigReader.read(Path.of(System.getProperty("fixtures.dir"), "tiny-llava"), null);
        assertThat(config.vision()).isEqualTo(new VisionConfig(64, 160, 4, 4, 112, 14, 1e-5, Activation.QUICK_GELU));
        assertThat(config.text())
                .isEqualTo(new TextConfig(64, 176, 3, 4, 4, 16, 32064, 2048, 1e-5, 10000, false, 1, 2, 0));
        assertThat(config.featureLayers()).containsExactly(-2);
        assertThat(config.imageTokens()).isEqualTo(64);
        assertThat(config.visionLayersUsed()).isEqualTo(3);
    }

    @Test
    void readsThePublishedModels() throws IOException {
        assertThat(read(PUBLISHED)).isEqualTo(LlavaConfigs.of7b());
        LlavaConfig original = read(ORIGINAL);
        LlavaConfig published = LlavaConfigs.of13b();
        assertThat(original.vision()).isEqualTo(published.vision());
        assertThat(original.text())
                .usingRecursiveComparison()
                .ignoringFields("vocabSize", "padId")
                .isEqualTo(published.text());
        assertThat(original.text().vocabSize()).isEqualTo(32000);
        assertThat(original.text().padId()).isZero();
        assertThat(original.imageTokens()).isEqualTo(576);
    }

    @Test
    void takesTheTowerOfTheAuthorsLayoutFromClip() throws IOException {
        String vision = """
                {"model_type":"clip_vision_model","hidden_size":64,"num_attention_heads":4,"num_hidden_layers":3,
                 "image_size":28,"patch_size":14,"intermediate_size":100,"hidden_act":"gelu"}
                """;
        VisionConfig expected = new VisionConfig(64, 100, 3, 4, 28, 14, 1e-5, Activation.GELU);
        Files.writeString(folder.resolve("config.json"), ORIGINAL);
        Files.writeString(clip.resolve("config.json"), "{\"model_type\":\"clip\",\"vision_config\":" + vision + "}");
        assertThat(LlavaConfigReader.read(folder, clip).vision()).isEqualTo(expected);
        Files.writeString(clip.resolve("config.json"), vision);
        assertThat(LlavaConfigReader.read(folder, clip).vision()).isEqualTo(expected);
        Files.writeString(clip.resolve("config.json"), "{\"model_type\":\"siglip\",\"vision_config\":{}}");
        assertThatThrownBy(() -> LlavaConfigReader.read(folder, clip))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(clip.toString(), "model_type is \"siglip\"");
    }

    @Test
    void generationConfigNamesTheTokensFirst() throws IOException {
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\":[7,8],\"pad_token_id\":null}");
        TextConfig text = read(PUBLISHED.replace("\"vocab_size\":32064},", "\"vocab_size\":32064,\"eos_token_id\":9},"))
                .text();
        assertThat(List.of(text.bosId(), text.eosId(), text.padId())).containsExactly(1, 7, 32001);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "rms_norm_eps":1e-05 | "rope_theta":5e5 | 500000
                    "rms_norm_eps":1e-05 | "rope_parameters":{"rope_theta":7,"rope_type":"default"} | 7
                    "rms_norm_eps":1e-05 | "rope_scaling":{"type":"default"} | 10000
                    """)
    void readsTheRotaryBaseWhereverItIs(String from, String to, double theta) throws IOException {
        assertThat(read(PUBLISHED.replace(from, to)).text().ropeTheta()).isEqualTo(theta);
    }

    @Test
    void readsFeatureLayersAndStrategy() throws IOException {
        LlavaConfig config = read(PUBLISHED
                .replace("\"vision_feature_layer\":-2", "\"vision_feature_layer\":[-2,5]")
                .replace("_strategy\":\"default\"", "_strategy\":\"full\""));
        assertThat(config.featureLayers()).containsExactly(-2, 5);
        assertThat(config.imageTokens()).isEqualTo(577);
        assertThat(config.visionFeatureSize()).isEqualTo(2048);
        assertThat(config.visionLayersUsed()).isEqualTo(23);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "model_type":"llama" | "model_type":"mistral" | text_config.model_type is "mistral"
                    "model_type":"llama" | "attention_bias":true | text_config.attention_bias
                    "model_type":"llama" | "mlp_bias":true | text_config.mlp_bias
                    "model_type":"llama" | "hidden_act":"relu" | text_config.hidden_act is "relu"
                    "model_type":"llama" | "rope_scaling":{"type":"linear","factor":2} | text_config.rope_scaling.type
                    "model_type":"llama" | "rope_parameters":{"rope_type":"yarn"} | text_config.rope_parameters.rope_type
                    "model_type":"llama" | "rope_parameters":3 | text_config.rope_parameters is not an object
                    "model_type":"llama" | "rope_theta":-1 | text_config.rope_theta is not a positive
                    "model_type":"llama" | "rope_theta":1e999 | text_config.rope_theta is not a positive
                    "model_type":"llama" | "num_hidden_layers":0 | text_config.num_hidden_layers is 0
                    "model_type":"llama" | "num_hidden_layers":1000000 | text_config.num_hidden_layers is 1000000
                    "model_type":"llama" | "num_hidden_layers":99999999999 | not a 32-bit integer
                    "model_type":"llama" | "num_hidden_layers":"32" | text_config.num_hidden_layers is not
                    "model_type":"llama" | "num_attention_heads":7 | text_config.num_attention_heads is 7
                    "model_type":"llama" | "num_key_value_heads":5 | text_config.num_key_value_heads is 5
                    "model_type":"llama" | "head_dim":3 | text_config.head_dim is 3
                    "model_type":"clip_vision_model" | "model_type":"siglip_vision_model" | vision_config.model_type
                    "model_type":"clip_vision_model" | "hidden_act":"tanh" | vision_config.hidden_act is "tanh"
                    "model_type":"clip_vision_model" | "num_channels":1 | vision_config.num_channels
                    "patch_size":14 | "patch_size":400 | vision_config.image_size
                    "projector_hidden_act":"gelu" | "projector_hidden_act":"relu" | projector_hidden_act is "relu"
                    "model_type":"llava" | "model_type":"llava_next" | model_type is "llava_next"
                    "model_type":"llava" | "model_type":"llava","model_type":"llava" | uplicate
                    "ignore_index":-100 | "quantization_config":{} | quantization_config
                    "vision_feature_layer":-2 | "vision_feature_layer":-26 | vision_feature_layer
                    "vision_feature_layer":-2 | "vision_feature_layer":25 | vision_feature_layer
                    "vision_feature_layer":-2 | "vision_feature_layer":[] | vision_feature_layer
                    "vision_feature_layer":-2 | "vision_feature_layer":"-2" | vision_feature_layer
                    _strategy":"default" | _strategy":"none" | vision_feature_select_strategy
                    "image_token_index":32000 | "image_token_index":-200 | image_token_index is negative
                    """)
    void refusesWhatItCannotRun(String from, String to, String message) {
        assertRefused(PUBLISHED, from, to, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "mlp2x_gelu" | "linear" | mm_projector_type
                    "mm_projector_type":"mlp2x_gelu", | ~~ | mm_projector_type
                    "mm_use_im_start_end":false | "mm_use_im_start_end":true | mm_use_im_start_end
                    "image_aspect_ratio":"pad" | "image_aspect_ratio":"anyres" | image_aspect_ratio
                    "mm_vision_select_feature":"patch" | "mm_vision_select_feature":"cls" | mm_vision_select_feature
                    openai/clip-vit-large-patch14-336 | openai/clip-vit-base-patch32 | mm_vision_tower
                    "mm_vision_select_layer":-2 | "mm_vision_select_layer":99 | mm_vision_select_layer
                    """)
    void refusesWhatItCannotRunInTheAuthorsLayout(String from, String to, String message) {
        assertRefused(ORIGINAL, from, to, message);
    }

    @Test
    void namesAnAbsentFile() {
        assertThatThrownBy(() -> LlavaConfigReader.read(folder, null))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining(folder.resolve("config.json").toString());
    }

    private void assertRefused(String json, String from, String to, String message) {
        assertThat(json).contains(from);
        assertThatThrownBy(() -> read(json.replace(from, to)))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining(folder.resolve("config.json").toString())
                .hasMessageContaining(message);
    }

    private LlavaConfig read(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
        return LlavaConfigReader.read(folder, null);
    }
}
