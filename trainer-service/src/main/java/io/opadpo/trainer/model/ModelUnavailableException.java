package io.opadpo.trainer.model;

/** A model cannot answer for now, because a job has its device to itself. */
public final class ModelUnavailableException extends RuntimeException {

    ModelUnavailableException(String model) {
        super("Model " + model + " does not answer while its device is training; try again later");
    }
}
