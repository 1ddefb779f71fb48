package io.opadpo.llava.tokenizer;

/** Ids that frame a sequence. */
record SpecialIds(int bos, int eos, int pad) {

    /** Looks the special tokens up by name; a vocabulary without a padding token pads with the unknown one. */
    static SpecialIds of(Vocabulary vocabulary, String bos, String eos, String pad, String source) {
        return new SpecialIds(
                required(vocabulary, bos, source),
                required(vocabulary, eos, source),
                vocabulary.controlId(pad).orElse(vocabulary.unknownId()));
    }

    private static int required(Vocabulary vocabulary, String piece, String source) {
        return vocabulary
                .controlId(piece)
                .orElseThrow(() -> new TokenizerException(source + ": has no special token " + piece));
    }
}
