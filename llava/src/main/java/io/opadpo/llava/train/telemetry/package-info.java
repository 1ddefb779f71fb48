/**
 * What a training run tells about itself: one {@link io.opadpo.llava.train.telemetry.StepRecord} per step, handed to
 * {@link io.opadpo.llava.train.telemetry.TrainingListener}s, among them a JSONL file and TensorBoard events.
 */
@NullMarked
package io.opadpo.llava.train.telemetry;

import org.jspecify.annotations.NullMarked;
