package io.opadpo.llava.tokenizer;

class TinySentencePieceTest extends TokenizerContract {

    @Override
    Tokenizer load() {
        return TokenizerFixtures.tinySentencePiece();
    }
}
