package io.opadpo.llava.config;

/**
 * The LLaMA decoder, as {@code text_config} of a Hugging Face {@code config.json} describes it.
 *
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the SwiGLU MLP
 * @param layers number of decoder layers
 * @param heads query heads
 * @param kvHeads key and value heads; they divide {@code heads} (grouped-query attention where fewer)
 * @param headDim width of one head
 * @param vocabSize rows of the embedding and of the output layer
 * @param maxPositions longest sequence the model was made for, image positions included
 * @param rmsNormEps epsilon of every RMS norm
 * @param ropeTheta base of the rotary embedding
 * @param tiedEmbeddings the output layer is the embedding
 * @param bosId token that starts every sequence
 * @param eosId token that ends an answer
 * @param padId token that stands for nothing
 */
public record TextConfig(
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int vocabSize,
        int maxPositions,
        double rmsNormEps,
        double ropeTheta,
        boolean tiedEmbeddings,
        int bosId,
        int eosId,
        int padId) {

    TextConfig withVocabSize(int size) {
        return new TextConfig(
                hiddenSize,
                intermediateSize,
                layers,
                heads,
                kvHeads,
                headDim,
                size,
                maxPositions,
                rmsNormEps,
                ropeTheta,
                tiedEmbeddings,
                bosId,
                eosId,
                padId);
    }
}
