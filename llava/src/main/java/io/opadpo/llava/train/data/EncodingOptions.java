package io.opadpo.llava.train.data;

/**
 * What is encoded, and how.
 *
 * @param encoding token ids as the model writes them, or as the published code does
 * @param maxPromptTokens longest prompt, its image counting as one; a longer one drops its sample, nothing is cut
 * @param maxResponseTokens longest answer, eos and, in the reference's encoding, bos included; the objective's
 *     divisor in its {@code token} reduction is this length. A longer answer drops its sample
 * @param imageRequired whether a sample without image is dropped; if not, it has a prompt without image
 * @param reportRequired whether a sample without report is dropped; if not, its tokens all weigh 1
 */
public record EncodingOptions(
        Encoding encoding, int maxPromptTokens, int maxResponseTokens, boolean imageRequired, boolean reportRequired) {

    /** The reference's lengths, with the tidy encoding; image and report required. */
    public static final EncodingOptions DEFAULT = new EncodingOptions(Encoding.TIDY, 128, 896, true, true);

    /** @throws IllegalArgumentException when a length is not positive, or the reference's prompt is to have no image */
    public EncodingOptions {
        if (maxPromptTokens < 1 || maxResponseTokens < 1) {
            throw new IllegalArgumentException("Lengths " + maxPromptTokens + " and " + maxResponseTokens);
        }
        if (encoding == Encoding.REFERENCE && !imageRequired) {
            throw new IllegalArgumentException("The reference's encoding has an image in every prompt");
        }
    }

    public EncodingOptions withEncoding(Encoding other) {
        return new EncodingOptions(other, maxPromptTokens, maxResponseTokens, imageRequired, reportRequired);
    }

    /** The same, with samples that have no report kept: for losses that read none. */
    public EncodingOptions withoutReports() {
        return new EncodingOptions(encoding, maxPromptTokens, maxResponseTokens, imageRequired, false);
    }

    public EncodingOptions withLengths(int promptTokens, int responseTokens) {
        return new EncodingOptions(encoding, promptTokens, responseTokens, imageRequired, reportRequired);
    }
}
