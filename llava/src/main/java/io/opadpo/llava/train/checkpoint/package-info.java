/**
 * Checkpoints that survive any crash: whole or absent, verified before use, thinned out by age and merit. Start at
 * {@link io.opadpo.llava.train.checkpoint.CheckpointStore}; {@link io.opadpo.llava.train.checkpoint.ShutdownSignal}
 * gets a last one written on SIGTERM.
 */
@NullMarked
package io.opadpo.llava.train.checkpoint;

import org.jspecify.annotations.NullMarked;
