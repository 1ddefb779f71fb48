package io.opadpo.llava.tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a Hugging Face {@code tokenizer.json} of LLaMA's kind: BPE with {@code ▁} for spaces.
 *
 * <p>The native library gets a reduced copy that knows no special tokens, neither as added tokens nor as results of
 * merging, so that text can never turn into one. Its spaces are always handled as SentencePiece does; the two ways in
 * which such files describe that differ only in texts that start with a space.
 */
final class HuggingFaceReader {

    private static final String SYMBOL = String.valueOf(Whitespace.SYMBOL);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String source;
    private final JsonNode root;
    private final JsonNode model;
    private final List<Piece> pieces = new ArrayList<>();
    private final ArrayNode textTokens = JSON.createArrayNode();

    private HuggingFaceReader(JsonNode root, String source) {
        this.source = source;
        this.root = root;
        this.model = root.path("model");
    }

    static Tokenizer read(Path file) {
        byte[] bytes = TokenizerFile.read(file);
        try {
            return new HuggingFaceReader(JSON.readTree(bytes), file.toString()).tokenizer();
        } catch (JacksonException e) {
            throw new TokenizerException(file + ": not JSON", e);
        }
    }

    private Tokenizer tokenizer() {
        require("BPE".equals(model.path("type").asString("")), "only models of type BPE are supported");
        require(isBlank("continuing_subword_prefix"), "continuing_subword_prefix is not supported");
        require(isBlank("end_of_word_suffix"), "end_of_word_suffix is not supported");
        boolean byteFallback = model.path("byte_fallback").asBoolean(false);
        String unknown = model.path("unk_token").asString("");
        readVocabulary(unknown, byteFallback);
        readAddedTokens(unknown);
        Vocabulary vocabulary = new Vocabulary(pieces, byteFallback, source);
        Whitespace whitespace = whitespace();
        SpecialIds special = SpecialIds.of(vocabulary, "<s>", "</s>", "<pad>", source);
        String json = JSON.writeValueAsString(reduced(vocabulary, whitespace));
        return new LlamaTokenizer(new HuggingFaceEncoder(json, source), vocabulary, whitespace, special);
    }

    private boolean isBlank(String key) {
        JsonNode node = model.path(key);
        return node.isMissingNode() || node.isNull() || node.asString("?").isEmpty();
    }

    private void readVocabulary(String unknown, boolean byteFallback) {
        require(model.path("vocab").isObject(), "model.vocab is not an object");
        for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
            String text = entry.getKey();
            boolean isByte = byteFallback && Piece.byteValue(text) >= 0;
            PieceKind kind = text.equals(unknown) ? PieceKind.UNKNOWN : isByte ? PieceKind.BYTE : PieceKind.NORMAL;
            int id = id(entry.getValue(), text);
            require(at(id).kind() == PieceKind.UNUSED, "id " + id + " occurs twice");
            pieces.set(id, new Piece(text, 0, kind));
        }
    }

    /** Special ones lose their text; others that the vocabulary holds stay whole words. */
    private void readAddedTokens(String unknown) {
        for (JsonNode token : root.path("added_tokens")) {
            String text = token.path("content").asString("");
            int id = id(token.path("id"), text);
            Piece present = at(id);
            boolean inVocabulary = present.kind() != PieceKind.UNUSED;
            require(!inVocabulary || present.text().equals(text), "added token " + id + " is another piece");
            if (text.equals(unknown)) {
                continue;
            }
            boolean special = token.path("special").asBoolean(true);
            pieces.set(id, new Piece(text, 0, special ? PieceKind.CONTROL : PieceKind.USER_DEFINED));
            if (!special && inVocabulary) {
                textTokens.add(token);
            }
        }
    }

    private int id(JsonNode node, String text) {
        boolean valid = node.isInt() && node.intValue() >= 0 && node.intValue() < Vocabulary.MAX_SIZE;
        require(valid, "the id of piece '" + shortened(text) + "' is not a number below " + Vocabulary.MAX_SIZE);
        return node.intValue();
    }

    private Piece at(int id) {
        if (id >= pieces.size()) {
            pieces.addAll(Collections.nCopies(id + 1 - pieces.size(), Piece.UNUSED));
        }
        return pieces.get(id);
    }

    /** Files of older converters state spaces as a normaliser, newer ones as a pre-tokeniser. */
    private Whitespace whitespace() {
        JsonNode normalizer = root.path("normalizer");
        JsonNode preTokenizer = root.path("pre_tokenizer");
        boolean noPreTokenizer = preTokenizer.isMissingNode() || preTokenizer.isNull();
        for (boolean dummyPrefix : new boolean[] {true, false}) {
            if (noPreTokenizer && normalizer.equals(normalizer(dummyPrefix))) {
                return new Whitespace(dummyPrefix, false);
            }
        }
        boolean metaspace = (normalizer.isMissingNode() || normalizer.isNull())
                && "Metaspace".equals(preTokenizer.path("type").asString(""))
                && SYMBOL.equals(preTokenizer.path("replacement").asString(""))
                && !preTokenizer.path("split").asBoolean(true);
        require(metaspace, "its normalizer and pre_tokenizer are not LLaMA's");
        return new Whitespace(
                !"never".equals(preTokenizer.path("prepend_scheme").asString("")), false);
    }

    private static ObjectNode normalizer(boolean dummyPrefix) {
        ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("normalizers");
        if (dummyPrefix) {
            steps.addObject().put("type", "Prepend").put("prepend", SYMBOL);
        }
        ObjectNode replace = steps.addObject().put("type", "Replace");
        replace.putObject("pattern").put("String", " ");
        replace.put("content", SYMBOL);
        return sequence;
    }

    /** What the native library gets to see; everything else in the file is left out. */
    private ObjectNode reduced(Vocabulary vocabulary, Whitespace whitespace) {
        ObjectNode json = JSON.createObjectNode().put("version", "1.0");
        json.set("added_tokens", textTokens);
        json.set("normalizer", normalizer(whitespace.dummyPrefix()));
        ObjectNode bpe = json.putObject("model").put("type", "BPE");
        bpe.put("unk_token", vocabulary.piece(vocabulary.unknownId()).text());
        bpe.put("fuse_unk", true);
        bpe.put("byte_fallback", vocabulary.byteFallback());
        bpe.set("vocab", vocabulary(vocabulary));
        bpe.set("merges", merges(vocabulary));
        return json;
    }

    private static ObjectNode vocabulary(Vocabulary vocabulary) {
        ObjectNode ids = JSON.createObjectNode();
        for (int id = 0; id < vocabulary.size(); id++) {
            Piece piece = vocabulary.piece(id);
            if (piece.kind() != PieceKind.CONTROL && piece.kind() != PieceKind.UNUSED) {
                ids.put(piece.text(), id);
            }
        }
        return ids;
    }

    private ArrayNode merges(Vocabulary vocabulary) {
        ArrayNode merges = JSON.createArrayNode();
        for (JsonNode merge : model.path("merges")) {
            String[] pair = merge.isString()
                    ? merge.stringValue().split(" ", -1)
                    : new String[] {merge.path(0).asString(""), merge.path(1).asString("")};
            require(pair.length == 2, "merge " + shortened(merge.toString()) + " is not a pair");
            boolean text = true;
            for (String piece : List.of(pair[0], pair[1], pair[0] + pair[1])) {
                require(vocabulary.id(piece).isPresent(), "merge " + shortened(merge.toString()) + " lacks a piece");
                text &= vocabulary.textId(piece) >= 0;
            }
            if (text) {
                merges.add(merge);
            }
        }
        return merges;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            throw new TokenizerException(source + ": " + problem);
        }
    }
}
