package io.opadpo.llava.train.schedule;

/**
 * A place in a {@link DataOrder}, small enough for any checkpoint. Seed and sample count come along to tell a resumed
 * run that it is reading other data.
 *
 * @param seed the order's seed
 * @param samples the order's number of samples
 * @param epoch epochs completed
 * @param index samples taken in the current epoch
 */
public record DataPosition(long seed, int samples, long epoch, int index) {

    /** @throws ScheduleException if there is no such place */
    public DataPosition {
        if (epoch < 0 || index < 0 || index > samples) {
            throw new ScheduleException(
                    "No position " + index + " of " + samples + " samples in epoch " + epoch + " exists");
        }
    }

    /** Epochs completed, with the current one's share. */
    public double epochs() {
        return epoch + (double) index / samples;
    }
}
