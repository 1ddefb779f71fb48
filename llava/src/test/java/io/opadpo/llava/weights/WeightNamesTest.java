package io.opadpo.llava.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
                    language_model.model.embed_tokens.weight language_model.embed_tokens.weight
                    language_model.model.layers.31.mlp.up_proj.weight language_model.layers.31.mlp.up_proj.weight
                    language_model.model.norm.weight language_model.norm.weight
                    language_model.lm_head.weight lm_head.weight
                    multi_modal_projector.linear_1.bias multi_modal_projector.linear_1.bias
                    vision_tower.vision_model.pre_layrnorm.bias vision_tower.pre_layrnorm.bias
                    vision_tower.encoder.layers.3.mlp.fc1.weight vision_tower.encoder.layers.3.mlp.fc1.weight
                    model.language_model.layers.0.self_attn.q_proj.weight language_model.layers.0.self_attn.q_proj.weight
                    model.language_model.embed_tokens.weight language_model.embed_tokens.weight
                    model.language_model.norm.weight language_model.norm.weight
                    model.vision_tower.vision_model.post_layernorm.weight vision_tower.post_layernorm.weight
                    model.vision_tower.embeddings.class_embedding vision_tower.embeddings.class_embedding
                    model.multi_modal_projector.linear_2.weight multi_modal_projector.linear_2.weight
                    lm_head.weight lm_head.weight
                    model.embed_tokens.weight language_model.embed_tokens.weight
                    model.layers.7.input_layernorm.weight language_model.layers.7.input_layernorm.weight
                    model.norm.weight language_model.norm.weight
                    model.mm_projector.0.weight multi_modal_projector.linear_1.weight
                    model.mm_projector.2.bias multi_modal_projector.linear_2.bias
                    model.vision_tower.vision_tower.vision_model.embeddings.patch_embedding.weight vision_tower.embeddings.patch_embedding.weight
                    vision_model.encoder.layers.23.self_attn.out_proj.bias vision_tower.encoder.layers.23.self_attn.out_proj.bias
                    """)
    void everyLayoutHasOneCanonicalName(String stored, String canonical) {
        assertThat(WeightNames.canonical(stored)).contains(canonical);
        assertThat(WeightNames.canonical(canonical)).contains(canonical);
        assertThat(WeightNames.canonical(WeightNames.published(canonical))).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.layers.0.self_attn.rotary_emb.inv_freq",
                "language_model.model.layers.0.self_attn.rotary_emb.inv_freq",
                "vision_tower.vision_model.embeddings.position_ids",
                "vision_model.embeddings.position_ids",
                "text_model.encoder.layers.0.mlp.fc1.weight",
                "text_projection.weight",
                "visual_projection.weight",
                "logit_scale"
            })
    void whatCanBeComputedOrIsNotUsedIsIgnored(String stored) {
        assertThat(WeightNames.isIgnored(stored)).isTrue();
        assertThat(WeightNames.canonical(stored)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.image_newline", "transformer.h.0.attn.weight", "", "model.mm_projector.weight"})
    void whatNoLayoutKnowsHasNoName(String stored) {
        assertThat(WeightNames.canonical(stored)).isEmpty();
        assertThat(WeightNames.isIgnored(stored)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
                    base_model.model.model.language_model.layers.0.mlp.down_proj language_model.layers.0.mlp.down_proj
                    base_model.model.language_model.model.layers.0.mlp.down_proj language_model.layers.0.mlp.down_proj
                    base_model.model.model.layers.0.mlp.down_proj language_model.layers.0.mlp.down_proj
                    base_model.model.model.mm_projector.2 multi_modal_projector.linear_2
                    base_model.model.multi_modal_projector.linear_1 multi_modal_projector.linear_1
                    base_model.model.model.vision_tower.vision_tower.vision_model.encoder.layers.1.mlp.fc2 vision_tower.encoder.layers.1.mlp.fc2
                    base_model.model.lm_head lm_head
                    language_model.model.layers.0.self_attn.q_proj language_model.layers.0.self_attn.q_proj
                    """)
    void peftModulesHaveCanonicalNames(String stored, String canonical) {
        assertThat(WeightNames.canonicalModule(stored)).contains(canonical);
    }

    @Test
    void exportUsesThePublishedNames() {
        assertThat(WeightNames.published("lm_head.weight")).isEqualTo("language_model.lm_head.weight");
        assertThat(WeightNames.published("language_model.layers.1.mlp.up_proj.weight"))
                .isEqualTo("language_model.model.layers.1.mlp.up_proj.weight");
        assertThat(WeightNames.published("multi_modal_projector.linear_1.bias"))
                .isEqualTo("multi_modal_projector.linear_1.bias");
        assertThat(WeightNames.published("vision_tower.embeddings.class_embedding"))
                .isEqualTo("vision_tower.vision_model.embeddings.class_embedding");
        assertThatThrownBy(() -> WeightNames.published("model.norm.weight"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
