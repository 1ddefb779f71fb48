package io.opadpo.llava.tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a SentencePiece {@code tokenizer.model} of type BPE whose normaliser is the identity, as LLaMA's is. Unigram
 * models, character maps and spaces as suffixes are refused, because ids would silently be wrong.
 *
 * @see <a href="https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto">The format</a>
 */
final class SentencePieceReader {

    private static final int BPE = 2;

    private final String source;
    private final List<Piece> pieces = new ArrayList<>();
    /** Values the format prescribes for absent fields. */
    private long modelType = 1;

    private boolean byteFallback;
    private boolean dummyPrefix = true;
    private boolean removeExtra = true;
    private String bos = "<s>";
    private String eos = "</s>";
    private String pad = "<pad>";

    private SentencePieceReader(String source) {
        this.source = source;
    }

    static Tokenizer read(Path file) {
        return parse(TokenizerFile.read(file), file.toString());
    }

    static Tokenizer parse(byte[] model, String source) {
        SentencePieceReader reader = new SentencePieceReader(source);
        reader.readModel(new ProtobufReader(model, source));
        return reader.tokenizer();
    }

    private Tokenizer tokenizer() {
        if (modelType != BPE) {
            throw unsupported("model type " + modelType + "; only BPE (" + BPE + ") is");
        }
        Vocabulary vocabulary = new Vocabulary(pieces, byteFallback, source);
        Whitespace whitespace = new Whitespace(dummyPrefix, removeExtra);
        return new LlamaTokenizer(
                new SentencePieceEncoder(vocabulary, whitespace),
                vocabulary,
                whitespace,
                SpecialIds.of(vocabulary, bos, eos, pad, source));
    }

    private void readModel(ProtobufReader message) {
        for (int field = message.nextField(); field != 0; field = message.nextField()) {
            switch (field) {
                case 1 -> addPiece(message.readMessage());
                case 2 -> readTrainer(message.readMessage());
                case 3 -> readNormalizer(message.readMessage());
                case 5 -> readDenormalizer(message.readMessage());
                default -> message.skip();
            }
        }
    }

    private void addPiece(ProtobufReader message) {
        if (pieces.size() == Vocabulary.MAX_SIZE) {
            throw unsupported("a vocabulary of more than " + Vocabulary.MAX_SIZE + " pieces");
        }
        String text = "";
        float score = 0;
        PieceKind kind = PieceKind.NORMAL;
        for (int field = message.nextField(); field != 0; field = message.nextField()) {
            switch (field) {
                case 1 -> text = message.readString();
                case 2 -> score = message.readFloat();
                case 3 -> kind = kind(message.readVarint());
                default -> message.skip();
            }
        }
        pieces.add(new Piece(text, score, kind));
    }

    private PieceKind kind(long number) {
        return switch ((int) Math.max(-1, Math.min(number, Integer.MAX_VALUE))) {
            case 1 -> PieceKind.NORMAL;
            case 2 -> PieceKind.UNKNOWN;
            case 3 -> PieceKind.CONTROL;
            case 4 -> PieceKind.USER_DEFINED;
            case 6 -> PieceKind.BYTE;
            default -> throw unsupported("piece type " + number);
        };
    }

    private void readTrainer(ProtobufReader message) {
        for (int field = message.nextField(); field != 0; field = message.nextField()) {
            switch (field) {
                case 3 -> modelType = message.readVarint();
                case 24 -> refuse(message.readBoolean(), "treat_whitespace_as_suffix");
                case 35 -> byteFallback = message.readBoolean();
                case 46 -> bos = message.readString();
                case 47 -> eos = message.readString();
                case 48 -> pad = message.readString();
                default -> message.skip();
            }
        }
    }

    private void readNormalizer(ProtobufReader message) {
        for (int field = message.nextField(); field != 0; field = message.nextField()) {
            switch (field) {
                case 2 -> refuse(message.readBytes().hasRemaining(), "a character map (precompiled_charsmap)");
                case 3 -> dummyPrefix = message.readBoolean();
                case 4 -> removeExtra = message.readBoolean();
                case 5 -> refuse(!message.readBoolean(), "escape_whitespaces = false");
                default -> message.skip();
            }
        }
    }

    private void readDenormalizer(ProtobufReader message) {
        for (int field = message.nextField(); field != 0; field = message.nextField()) {
            if (field == 2) {
                refuse(message.readBytes().hasRemaining(), "a character map of the denormaliser");
            } else {
                message.skip();
            }
        }
    }

    private void refuse(boolean present, String feature) {
        if (present) {
            throw unsupported(feature);
        }
    }

    private TokenizerException unsupported(String feature) {
        return new TokenizerException(source + ": not supported: " + feature);
    }
}
