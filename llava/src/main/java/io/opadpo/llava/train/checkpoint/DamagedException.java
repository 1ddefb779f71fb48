package io.opadpo.llava.train.checkpoint;

/** Why a checkpoint is not complete. Stays inside this package: a damaged checkpoint is skipped, not fatal. */
final class DamagedException extends Exception {

    DamagedException(String reason) {
        super(reason);
    }

    DamagedException(String reason, Throwable cause) {
        super(reason, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
