/**
 * What a training run does when: learning rates, the order of the data and the part held out. All of it is a function
 * of settings, a seed and a position, so that a resumed run goes on exactly where it stopped.
 */
@NullMarked
package io.opadpo.llava.train.schedule;

import org.jspecify.annotations.NullMarked;
