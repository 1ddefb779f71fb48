package io.opadpo.llava.train.telemetry;

import java.time.Instant;
import java.util.Map;

/**
 * TensorFlow's {@code Event} message (tensorflow/core/util/event.proto), as far as scalars need it: {@code wall_time}
 * 1, {@code step} 2, {@code file_version} 3, {@code summary} 5 with {@code value} 1 of {@code tag} 1 and
 * {@code simple_value} 2, {@code session_log} 7 with {@code status} 1.
 */
final class TensorBoardEvent {

    private static final int SESSION_START = 1;

    private TensorBoardEvent() {}

    /** The first event of every file. */
    static byte[] fileVersion(Instant time) {
        return at(time).text(3, "brain.Event:2").toBytes();
    }

    /** Makes TensorBoard drop what other files of the folder say about {@code step} and later ones. */
    static byte[] restart(Instant time, long step) {
        ProtoMessage sessionLog = new ProtoMessage().varint(1, SESSION_START);
        return at(time).varint(2, step).message(7, sessionLog).toBytes();
    }

    static byte[] scalars(StepRecord step) {
        ProtoMessage summary = new ProtoMessage();
        for (Map.Entry<String, Double> scalar : step.scalars().entrySet()) {
            float value = scalar.getValue().floatValue();
            summary.message(1, new ProtoMessage().text(1, scalar.getKey()).float32(2, value));
        }
        return at(step.time()).varint(2, step.step()).message(5, summary).toBytes();
    }

    private static ProtoMessage at(Instant time) {
        return new ProtoMessage().float64(1, time.getEpochSecond() + time.getNano() * 1e-9);
    }
}
