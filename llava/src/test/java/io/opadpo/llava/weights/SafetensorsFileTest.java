package io.opadpo.llava.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    private static final String GOOD = "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[2,6]},"
            + "\"__metadata__\":{\"format\":\"pt\"}}  ";

    @TempDir
    Path folder;

    @Test
    void readsWhatPythonWrote() {
        try (SafetensorsFile file = SafetensorsFile.open(StoreReads.fixture("tiny-llava/model.safetensors"))) {
            assertThat(file.names()).hasSize(105);
            assertThat(file.metadata()).containsEntry("format", "pt");
            String name = "multi_modal_projector.linear_2.weight";
            assertThat(file.info(name)).isEqualTo(new TensorInfo(name, StoredType.BF16, List.of(64L, 64L)));
            short[] values = StoreReads.shorts(file, name);
            assertThat(values).startsWith((short) -16963, (short) 15583, (short) -16961);
            assertThat(values).endsWith((short) -17635, (short) -17175);
        }
    }

    @Test
    void mapsPiecesReadOnlyAndDirect() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write(GOOD, 1, 2, 3, 4, 5, 6))) {
            ByteBuffer piece = file.map("b", 1, 2);
            assertThat(piece.isDirect()).isTrue();
            assertThat(piece.isReadOnly()).isTrue();
            assertThat(piece.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(piece.remaining()).isEqualTo(2);
            assertThat(piece.getShort()).isEqualTo((short) 0x0504);
            assertThatThrownBy(() -> file.map("b", 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> file.map("b", Long.MAX_VALUE, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void namesFileKeyAndNearKeysOfAMissingTensor() {
        Path path = StoreReads.fixture("tiny-llava/model.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(() -> file.info("language_model.model.layers.0.mlp.down.weight"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContainingAll(
                            path.toString(),
                            "'language_model.model.layers.0.mlp.down.weight'",
                            "'language_model.model.layers.0.mlp.down_proj.weight'");
        }
    }

    @Test
    void buffersOutliveTheFileButNewOnesCannotBeMade() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(write(GOOD, 1, 2, 3, 4, 5, 6));
        ByteBuffer before = file.map("a", 0, 2);
        file.close();
        assertThat(before.get(1)).isEqualTo((byte) 2);
        assertThatThrownBy(() -> file.map("a", 0, 2)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "shape":[2]             | "shape":[3]                    | should start at
                    "shape":[2]             | "shape":[-2]                   | negative dimension
                    "shape":[2]             | "shape":[4611686018427387905,4] | overflows
                    "shape":[2]             | "shape":[99999999999999999999] | JSON
                    "shape":[2]             | "shape":[2.0]                  | expected VALUE_NUMBER_INT
                    "shape":[2]             | "shape":[[2]]                  | expected VALUE_NUMBER_INT
                    "shape":[2]             | "shape":2                      | expected START_ARRAY
                    "dtype":"U8"            | "dtype":"F8_E4M3"              | 'F8_E4M3'
                    "dtype":"U8"            | "dtype":7                      | expected VALUE_STRING
                    "dtype":"U8",           | ~~                             | lacks
                    "dtype":"U8"            | "dtype":"U8","dtype":"U8"      | uplicate
                    "dtype":"U8"            | "dtype":"U8","more":1          | unknown field 'more'
                    "data_offsets":[0,2]    | "data_offsets":[0,3]           | should start at
                    "data_offsets":[0,2]    | "data_offsets":[2,0]           | should start at
                    "data_offsets":[0,2]    | "data_offsets":[-2,0]          | should start at
                    "data_offsets":[0,2]    | "data_offsets":[0]             | lacks
                    "data_offsets":[2,6]    | "data_offsets":[1,5]           | should start at
                    "data_offsets":[2,6]    | "data_offsets":[3,7]           | should start at
                    "data_offsets":[2,6]    | "data_offsets":[2,9223372036854775807] | should start at
                    "b":                    | "a":                           | uplicate
                    {"format":"pt"}         | {"format":1}                   | __metadata__
                    {"format":"pt"}         | {"format":"pt","format":"pt"}  | uplicate
                    {"format":"pt"}         | []                             | __metadata__
                    {"format":"pt"}}        | {"format":"pt"}}{}             | end
                    {"format":"pt"}}        | {"format":"pt"                 | JSON
                    {"a"                    | [{"a"                          | '{'
                    """)
    void refusesABadHeader(String good, String bad, String message) throws IOException {
        assertThat(GOOD).contains(good);
        Path file = write(GOOD.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)), 1, 2, 3, 4, 5, 6);
        assertRefused(file, message);
    }

    @Test
    void refusesTruncatedAndPaddedFiles() throws IOException {
        byte[] good = Files.readAllBytes(write(GOOD, 1, 2, 3, 4, 5, 6));
        for (int length = 0; length < good.length; length++) {
            assertRefused(writeBytes(Arrays.copyOf(good, length)), "truncated");
        }
        assertRefused(write(GOOD, 1, 2, 3, 4, 5, 6, 7), "describes 6 bytes of tensors, the file holds 7");
    }

    @Test
    void refusesHeaderLengthsNoHeaderHas() throws IOException {
        for (long length : new long[] {-1, Long.MIN_VALUE, 100_000_001, Long.MAX_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(64)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array();
            assertRefused(writeBytes(bytes), "header length");
        }
        assertRefused(writeBytes(new byte[16]), "'{'");
    }

    @Test
    void refusesMoreTensorsThanItWillHold() throws IOException {
        String header = IntStream.rangeClosed(0, TensorFile.MAX_TENSORS)
                .mapToObj(i -> "\"" + i + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}")
                .collect(Collectors.joining(",", "{", "}"));
        assertRefused(write(header), "over 100000 entries");
    }

    @Test
    void refusesAnEndlessMetadataString() throws IOException {
        String endless = "a".repeat(10_000_001);
        assertRefused(write("{\"__metadata__\":{\"a\":\"" + endless + "\"}}"), "exceeds the maximum allowed");
    }

    @Test
    void refusesDeepNestingInvalidUtf8AndUtf16() throws IOException {
        assertRefused(write("{\"a\":" + "[".repeat(100_000)), "expected START_OBJECT");
        byte[] invalid = "{\"?\":{}}".getBytes(StandardCharsets.UTF_8);
        invalid[2] = (byte) 0xFF;
        assertRefused(writeBytes(withLength(invalid)), "JSON");
        assertRefused(writeBytes(withLength("{}".getBytes(StandardCharsets.UTF_16LE))), "JSON");
    }

    @Test
    void namesAnAbsentFile() {
        assertRefused(folder.resolve("absent.safetensors"), "NoSuchFile");
        assertRefused(folder, "is a folder");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private Path write(String header, int... data) throws IOException {
        byte[] head = withLength(header.getBytes(StandardCharsets.UTF_8));
        ByteBuffer all = ByteBuffer.allocate(head.length + data.length).put(head);
        for (int value : data) {
            all.put((byte) value);
        }
        return writeBytes(all.array());
    }

    private static byte[] withLength(byte[] header) {
        return ByteBuffer.allocate(8 + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private Path writeBytes(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("test.safetensors"), bytes);
    }
}
