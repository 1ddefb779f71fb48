package io.opadpo.llava.weights;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interprets the part of Python's pickle that {@code torch.save} writes for a state dict, and nothing else.
 *
 * <p>The opcodes are an allow-list; what globals and calls may mean is up to {@link TorchPickle}, which knows five names
 * and builds descriptions of tensors. Nothing is imported or run. Values are {@link String}, {@link Long},
 * {@link Double}, {@link Boolean}, {@link #NONE}, {@link Tuple}, {@link Dict} and {@link TorchPickle}'s.
 *
 * <p>Source: CPython's {@code Lib/pickletools.py}, which documents every opcode.
 */
final class PickleReader {

    /** Python's None. */
    static final Object NONE = new Object();

    /** A Python tuple. */
    record Tuple(List<Object> items) {}

    /** A Python dict. A class, so that it is equal to itself only: a dict may contain itself. */
    static final class Dict {
        final Map<Object, Object> entries = new LinkedHashMap<>();
    }

    /** Bounds far above any state dict's needs: about 25 values a tensor, 2,000 of them on the stack at once. */
    private static final int MAX_VALUES = 2_000_000;

    private static final int MAX_STACK = 20_000;
    private static final int MAX_MEMO = 500_000;
    private static final int MAX_PROTOCOL = 4;

    private final ByteBuffer pickle;
    private final ArrayList<Object> stack = new ArrayList<>();
    private final ArrayList<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int values;

    private PickleReader(ByteBuffer pickle) {
        this.pickle = pickle.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The value a pickle describes.
     *
     * @throws WeightsException if it is truncated, over a bound, or uses an opcode or global that is not allowed
     */
    static Object read(ByteBuffer pickle) {
        PickleReader reader = new PickleReader(pickle);
        try {
            int opcode = reader.u8();
            while (opcode != '.') {
                reader.execute(opcode);
                opcode = reader.u8();
            }
            return reader.pop();
        } catch (BufferUnderflowException e) {
            throw new WeightsException("pickle is truncated", e);
        }
    }

    private void execute(int opcode) {
        switch (opcode) {
            case 0x80 -> checkProtocol(u8()); // PROTO
            case 0x95 -> pickle.getLong(); // FRAME: only a hint for buffered reading
            case '(' -> mark(); // MARK
            case 'q' -> memoize(u8()); // BINPUT
            case 'r' -> memoize(pickle.getInt()); // LONG_BINPUT
            case 0x94 -> memoize(memo.size()); // MEMOIZE
            case 's' -> setItems(stack.size() - 2); // SETITEM
            case 'u' -> setItems(popMark()); // SETITEMS
            case 'b' -> TorchPickle.build(pop(), peek()); // BUILD
            default -> push(value(opcode));
        }
    }

    private Object value(int opcode) {
        return switch (opcode) {
            case 'N' -> NONE; // NONE
            case 0x88 -> true; // NEWTRUE
            case 0x89 -> false; // NEWFALSE
            case 'K' -> (long) u8(); // BININT1
            case 'M' -> (long) Short.toUnsignedInt(pickle.getShort()); // BININT2
            case 'J' -> (long) pickle.getInt(); // BININT
            case 0x8a -> longValue(u8()); // LONG1
            case 'G' -> Double.longBitsToDouble(Long.reverseBytes(pickle.getLong())); // BINFLOAT
            case 'X' -> text(Integer.toUnsignedLong(pickle.getInt())); // BINUNICODE
            case 0x8c -> text(u8()); // SHORT_BINUNICODE
            case ')' -> new Tuple(List.of()); // EMPTY_TUPLE
            case 0x85 -> tuple(stack.size() - 1); // TUPLE1
            case 0x86 -> tuple(stack.size() - 2); // TUPLE2
            case 0x87 -> tuple(stack.size() - 3); // TUPLE3
            case 't' -> tuple(popMark()); // TUPLE
            case '}' -> new Dict(); // EMPTY_DICT
            case 'h' -> recall(u8()); // BINGET
            case 'j' -> recall(pickle.getInt()); // LONG_BINGET
            case 'c' -> TorchPickle.global(line(), line()); // GLOBAL
            case 0x93 -> stackGlobal(); // STACK_GLOBAL
            case 'Q' -> TorchPickle.storage(pop()); // BINPERSID
            case 'R' -> reduce(); // REDUCE
            default ->
                throw new WeightsException(String.format(
                        "pickle opcode 0x%02x at byte %d is not one a state dict needs",
                        opcode, pickle.position() - 1));
        };
    }

    private static void checkProtocol(int protocol) {
        if (protocol > MAX_PROTOCOL) {
            throw new WeightsException("pickle protocol " + protocol + " is not supported");
        }
    }

    private void push(Object value) {
        if (++values > MAX_VALUES || stack.size() >= MAX_STACK) {
            throw new WeightsException("pickle holds more than a state dict needs (" + values + " values, "
                    + stack.size() + " on the stack)");
        }
        stack.add(value);
    }

    /** The topmost value, unless a mark hides it. */
    private Object peek() {
        if (stack.size() <= floor()) {
            throw new WeightsException("pickle takes a value from an empty stack");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object value = peek();
        stack.remove(stack.size() - 1);
        return value;
    }

    private void mark() {
        if (marks.size() >= MAX_STACK) {
            throw new WeightsException("pickle nests deeper than " + MAX_STACK);
        }
        marks.add(stack.size());
    }

    /** Removes the topmost mark and gives the stack's size when it was set. */
    private int popMark() {
        if (marks.isEmpty()) {
            throw new WeightsException("pickle uses a mark it never set");
        }
        return marks.remove(marks.size() - 1);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    /** Takes everything from {@code start} upwards off the stack. */
    private List<Object> popFrom(int start) {
        if (start < floor()) {
            throw new WeightsException("pickle takes a value from an empty stack");
        }
        List<Object> top = stack.subList(start, stack.size());
        List<Object> taken = List.copyOf(top);
        top.clear();
        return taken;
    }

    private Tuple tuple(int start) {
        return new Tuple(popFrom(start));
    }

    private void setItems(int start) {
        List<Object> items = popFrom(start);
        if (!(peek() instanceof Dict dict) || items.size() % 2 != 0) {
            throw new WeightsException("pickle sets items of something that is not a dict");
        }
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            // Other keys could be nested values, whose hash codes cost unbounded time.
            if (!(key instanceof String || key instanceof Long)) {
                throw new WeightsException("pickle has a dict key that is neither a string nor an integer");
            }
            if (dict.entries.put(key, items.get(i + 1)) != null) {
                throw new WeightsException("pickle has two entries " + Keys.quote(key.toString()));
            }
        }
    }

    private void memoize(int index) {
        if (index < 0 || index >= MAX_MEMO) {
            throw new WeightsException("pickle memo index " + Integer.toUnsignedLong(index) + " is over " + MAX_MEMO);
        }
        memo.put(index, peek());
    }

    private Object recall(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw new WeightsException("pickle recalls memo " + Integer.toUnsignedLong(index) + ", never stored");
        }
        return value;
    }

    private Object stackGlobal() {
        if (pop() instanceof String name && pop() instanceof String module) {
            return TorchPickle.global(module, name);
        }
        throw new WeightsException("pickle names a global by something that is not a string");
    }

    private Object reduce() {
        if (pop() instanceof Tuple arguments) {
            return TorchPickle.call(pop(), arguments.items());
        }
        throw new WeightsException("pickle calls something with arguments that are no tuple");
    }

    private int u8() {
        return Byte.toUnsignedInt(pickle.get());
    }

    private long longValue(int bytes) {
        if (bytes > Long.BYTES) {
            throw new WeightsException("pickle has an integer of " + bytes + " bytes, over 8");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) u8() << (8 * i);
        }
        int unused = Long.SIZE - 8 * bytes;
        return bytes == 0 ? 0 : value << unused >> unused;
    }

    private String text(long length) {
        if (length > pickle.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer bytes = pickle.slice(pickle.position(), (int) length);
        pickle.position(pickle.position() + (int) length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new WeightsException("pickle has a string that is not UTF-8", e);
        }
    }

    private String line() {
        int start = pickle.position();
        int end = start;
        while (pickle.get() != '\n') {
            end++;
        }
        pickle.position(start);
        String line = text(end - start);
        pickle.get();
        return line;
    }
}
