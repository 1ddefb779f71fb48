package io.opadpo.lab.model;

import io.opadpo.lab.scene.Background;
import io.opadpo.lab.scene.Colour;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Shape;
import io.opadpo.lab.scene.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The built-in model's tokenizer, of LLaMA's kind: byte-pair merges with {@code ▁} for spaces, bytes for what it does not
 * know. Each word of prompts and answers is one token, because merges build it letter by letter from its start.
 */
public final class LabVocabulary {

    private static final String SPACE = "▁";
    private static final List<String> TEMPLATE = List.of(
            ("A chat between a curious user and an artificial intelligence assistant The assistant gives helpful detailed"
                            + " and polite answers to the user questions USER ASSISTANT")
                    .split(" "));
    private static final List<String> QUESTIONS =
            List.of("the image in detail objects are there a an What is at".split(" "));
    private static final List<String> ANSWERS =
            List.of("There is The image shows background nothing Yes No".split(" "));
    /** Questions stand behind a line break, so that their first words have no space before them. */
    private static final List<String> FIRST_WORDS = List.of("Describe", "What", "Is");

    private static final String PRINTABLE = ".,'?:!-;\"()/0123456789";
    private static final int ALIGNMENT = 64;

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<String[]> merges = new ArrayList<>();
    private final int imageId;
    private final int padId;

    public LabVocabulary() {
        List.of("<unk>", "<s>", "</s>").forEach(this::add);
        for (int i = 0; i < 256; i++) {
            add(String.format(Locale.ROOT, "<0x%02X>", i));
        }
        add(SPACE);
        PRINTABLE.chars().forEach(c -> add(Character.toString(c)));
        for (char c = 'a'; c <= 'z'; c++) {
            add(Character.toString(c));
            add(Character.toString(Character.toUpperCase(c)));
        }
        // Words behind a space come first, so that their letters never merge without it.
        words().forEach(word -> build(SPACE + word));
        FIRST_WORDS.forEach(this::build);
        imageId = add("<image>");
        padId = add("<pad>");
    }

    private static Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        words.addAll(TEMPLATE);
        words.addAll(QUESTIONS);
        words.addAll(ANSWERS);
        Stream.of(Colour.values(), Shape.values(), Size.values(), Place.values(), Background.values())
                .flatMap(Arrays::stream)
                .flatMap(value -> Stream.of(
                        ((Enum<?>) value).name().toLowerCase(Locale.ROOT).split("_")))
                .forEach(words::add);
        return words;
    }

    private int add(String piece) {
        return ids.computeIfAbsent(piece, text -> ids.size());
    }

    private void build(String word) {
        for (int end = 2; end <= word.length(); end++) {
            String piece = word.substring(0, end);
            if (!ids.containsKey(piece)) {
                add(piece);
                merges.add(new String[] {word.substring(0, end - 1), word.substring(end - 1, end)});
            }
        }
    }

    /** Rows of embedding and output layer: all tokens, rounded up to a multiple of 64. */
    public int size() {
        return (ids.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Id of {@code <image>}. */
    public int imageId() {
        return imageId;
    }

    /** Id of {@code <pad>}. */
    public int padId() {
        return padId;
    }

    /** {@code tokenizer.json} as Hugging Face's tokenizers library reads it. */
    public ObjectNode tokenizer() {
        ObjectNode json = JsonMapper.shared().createObjectNode().put("version", "1.0");
        json.putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (String token : List.of("<unk>", "<s>", "</s>", "<image>", "<pad>")) {
            added.addObject()
                    .put("id", id(token))
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        ArrayNode normalizers =
                json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normalizers.addObject().put("type", "Prepend").put("prepend", SPACE);
        replace(normalizers.addObject(), " ", SPACE);
        json.putNull("pre_tokenizer");
        putPostProcessor(json.putObject("post_processor"));
        putDecoder(json.putObject("decoder"));
        putModel(json.putObject("model"));
        return json;
    }

    private int id(String piece) {
        return Objects.requireNonNull(ids.get(piece));
    }

    private void putPostProcessor(ObjectNode json) {
        json.put("type", "TemplateProcessing");
        putTemplate(json.putArray("single"), "A", 0);
        ArrayNode pair = json.putArray("pair");
        putTemplate(pair, "A", 0);
        putTemplate(pair, "B", 1);
        ObjectNode bos = json.putObject("special_tokens").putObject("<s>").put("id", "<s>");
        bos.putArray("ids").add(id("<s>"));
        bos.putArray("tokens").add("<s>");
    }

    private static void putTemplate(ArrayNode template, String sequence, int type) {
        template.addObject().putObject("SpecialToken").put("id", "<s>").put("type_id", type);
        template.addObject().putObject("Sequence").put("id", sequence).put("type_id", type);
    }

    private static void putDecoder(ObjectNode json) {
        ArrayNode decoders = json.put("type", "Sequence").putArray("decoders");
        replace(decoders.addObject(), SPACE, " ");
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        decoders.addObject()
                .put("type", "Strip")
                .put("content", " ")
                .put("start", 1)
                .put("stop", 0);
    }

    private static void replace(ObjectNode step, String text, String by) {
        step.put("type", "Replace").putObject("pattern").put("String", text);
        step.put("content", by);
    }

    private void putModel(ObjectNode model) {
        model.put("type", "BPE");
        model.putNull("dropout")
                .put("unk_token", "<unk>")
                .putNull("continuing_subword_prefix")
                .putNull("end_of_word_suffix")
                .put("fuse_unk", true)
                .put("byte_fallback", true)
                .put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        ids.forEach(vocabulary::put);
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pair -> pairs.addArray().add(pair[0]).add(pair[1]));
    }
}
