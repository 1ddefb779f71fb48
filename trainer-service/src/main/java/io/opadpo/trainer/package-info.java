/** The trainer service: owns the devices, trains adapters and answers questions with them. */
@NullMarked
package io.opadpo.trainer;

import org.jspecify.annotations.NullMarked;
