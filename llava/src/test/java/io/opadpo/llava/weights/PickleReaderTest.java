package io.opadpo.llava.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PickleReaderTest {

    @Test
    void readsPlainValues() {
        // (None, True, False, 255, 65535, -2, 2**40 as LONG1, -1 as LONG1, 1.5, "é")
        Object value = read("\u0080\u0002(N\u0088\u0089K\u00ffM\u00ff\u00ffJ\u00fe\u00ff\u00ff\u00ff"
                + "\u008a\u0006\0\0\0\0\0\u0001\u008a\u0001\u00ffG\u003f\u00f8\0\0\0\0\0\0X\2\0\0\0\u00c3\u00a9t.");
        assertThat(((PickleReader.Tuple) value).items())
                .isEqualTo(List.of(PickleReader.NONE, true, false, 255L, 65535L, -2L, 1L << 40, -1L, 1.5, "é"));
    }

    @Test
    void refusesEveryGlobalButTensors() {
        assertRefused("cos\nsystem\n(" + TorchArchive.text("echo") + "tR.", "'os.system', which is not allowed");
        assertRefused("cbuiltins\neval\n.", "'builtins.eval'");
        assertRefused("c__builtin__\ngetattr\n.", "'__builtin__.getattr'");
        assertRefused("ctorch\nload\n.", "'torch.load'");
        assertRefused(
                TorchArchive.text("os") + TorchArchive.text("system") + "\u0093.", "'os.system', which is not allowed");
        assertRefused("K\1K\1\u0093.", "not a string");
    }

    @Test
    void refusesCallsThatMakeNoTensor() {
        assertRefused("ccollections\nOrderedDict\n(K\1tR.", "no state dict needs");
        assertRefused("ctorch._utils\n_rebuild_tensor_v2\n)R.", "no state dict needs");
        assertRefused("ctorch._utils\n_rebuild_parameter\n(K\1tR.", "no state dict needs");
        assertRefused("ctorch._utils\n_rebuild_tensor_v2\n(K\1K\1K\1K\1tR.", "describes a tensor wrongly");
        assertRefused("ctorch\nFloatStorage\n)R.", "no state dict needs");
        assertRefused(TorchArchive.text("f") + ")R.", "no state dict needs");
        assertRefused("ccollections\nOrderedDict\nK\1R.", "no tuple");
        assertRefused("K\1}b.", "sets the state");
        assertRefused("(K\1tQ.", "not a storage");
    }

    @Test
    void refusesUnknownOpcodesByNumberAndPlace() {
        assertRefused("\u0080\u0002I1\n.", "opcode 0x49 at byte 2");
        for (char opcode : "dlo]ae0iSUVP2\u0081\u0082\u0090\u0096".toCharArray()) {
            assertRefused("(" + opcode + ".", String.format("opcode 0x%02x at byte 1", (int) opcode));
        }
        assertRefused("\u0080\u0005N.", "protocol 5");
    }

    @Test
    void refusesTruncationAnywhere() {
        String whole = new String(tensorPickle(), StandardCharsets.ISO_8859_1);
        assertThat(read(whole)).isInstanceOf(PickleReader.Dict.class);
        for (int length = 0; length < whole.length(); length++) {
            assertRefused(whole.substring(0, length), "truncated");
        }
        assertRefused("X\u00ff\u00ff\u00ff\u00ff", "truncated");
        assertRefused("X\1\0\0\0\u00ff.", "not UTF-8");
    }

    @Test
    void refusesStackMarkAndMemoMisuse() {
        assertRefused(".", "empty stack");
        assertRefused("N(.", "empty stack");
        assertRefused("t.", "never set");
        assertRefused("u.", "never set");
        assertRefused("K\1(\u0085.", "empty stack");
        assertRefused("K\1K\2K\3s.", "not a dict");
        assertRefused("}(K\1u.", "not a dict");
        assertRefused("})Ns.", "neither a string nor an integer");
        assertRefused("}" + TorchArchive.text("a") + "N" + "s" + TorchArchive.text("a") + "Ns.", "two entries 'a'");
        assertRefused("h\7.", "memo 7, never stored");
        assertRefused("Nr\u00ff\u00ff\u00ff\u00ff.", "memo index 4294967295 is over");
        assertRefused("Nr\0\0\0\1.", "memo index 16777216 is over");
        assertRefused("\u008a\u0009\0\0\0\0\0\0\0\0\1.", "integer of 9 bytes");
    }

    @Test
    void boundsStackDepthAndNumberOfValues() {
        assertRefused("N".repeat(100_000), "more than a state dict needs");
        assertRefused("(".repeat(100_000), "nests deeper");
        assertRefused("}" + "\u0085".repeat(3_000_000), "more than a state dict needs");
        assertRefused("N" + "\u0094".repeat(10) + "q\0".repeat(10) + "(".repeat(20_001), "nests deeper");
    }

    @Test
    void aDictThatContainsItselfIsHarmless() {
        assertThat(read("}q\0" + TorchArchive.text("self") + "h\0s.")).isInstanceOf(PickleReader.Dict.class);
    }

    @Test
    void randomOpcodesNeverBreakOut() {
        String opcodes =
                "(.NKMJGXt)}uscbhqrjRQ\u0080\u0085\u0086\u0087\u0088\u0089\u008a\u008c\u0093\u0094\u0095\0\1\2\n";
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder pickle = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                pickle.append(
                        random.nextInt(8) == 0
                                ? TorchArchive.text("a")
                                : opcodes.charAt(random.nextInt(opcodes.length())));
            }
            assertHarmless(pickle.append('.').toString(), seed);
        }
    }

    @Test
    void damagedPicklesNeverBreakOut() {
        String whole = new String(tensorPickle(), StandardCharsets.ISO_8859_1);
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder pickle = new StringBuilder(whole);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                pickle.setCharAt(random.nextInt(whole.length()), (char) random.nextInt(256));
            }
            assertHarmless(pickle.toString(), seed);
        }
    }

    private static void assertHarmless(String pickle, long seed) {
        try {
            read(pickle);
        } catch (WeightsException expected) {
            assertThat(expected).hasMessageContaining("pickle");
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static byte[] tensorPickle() {
        String storage = "ctorch\nFloatStorage\n" + TorchArchive.text("0") + "NK\1";
        return TorchArchive.tensorPickle(storage, "K\0K\1\u0085K\1\u0085");
    }

    private static Object read(String pickle) {
        return PickleReader.read(ByteBuffer.wrap(TorchArchive.pickle(pickle)));
    }

    private static void assertRefused(String pickle, String message) {
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(message);
    }
}
