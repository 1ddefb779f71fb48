package io.opadpo.llava;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The fixtures' small model as a complete folder: its tokenizer has a word for every id, so that answers can be read. */
public final class TinyFolder {

    public static final int VOCABULARY = 32064;

    private static final int FIRST_BYTE = 3;
    private static final int FIRST_WORD = FIRST_BYTE + 256;

    private TinyFolder() {}

    /** Makes the folder {@code model} in another one. */
    public static Path in(Path parent) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("model"));
        try (Stream<Path> files = Files.list(Fixtures.path("tiny-llava"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        writeTokenizer(folder, VOCABULARY);
        return folder;
    }

    /** A tokenizer whose text is bytes on the way in, and a word such as {@code " w1234"} for each id on the way out. */
    public static void writeTokenizer(Path folder, int size) throws IOException {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode root = mapper.createObjectNode();
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").put("byte_fallback", true).put("unk_token", "<unk>");
        ObjectNode vocabulary = model.putObject("vocab");
        vocabulary.put("<unk>", 0).put("<s>", 1).put("</s>", 2);
        for (int b = 0; b < 256; b++) {
            vocabulary.put(String.format("<0x%02X>", b), FIRST_BYTE + b);
        }
        vocabulary.put("▁", FIRST_WORD);
        for (int id = FIRST_WORD + 1; id < size; id++) {
            vocabulary.put(word(id).replace(' ', '▁'), id);
        }
        model.putArray("merges");
        for (String special : List.of("<s>", "</s>")) {
            root.withArray("added_tokens")
                    .addObject()
                    .put("id", vocabulary.path(special).intValue())
                    .put("content", special)
                    .put("special", true);
        }
        root.putObject("pre_tokenizer")
                .put("type", "Metaspace")
                .put("replacement", "▁")
                .put("prepend_scheme", "first")
                .put("split", false);
        Files.write(folder.resolve("tokenizer.json"), mapper.writeValueAsBytes(root));
    }

    /** Text of an id, where it is a word. */
    public static String word(int id) {
        return " w" + id;
    }
}
