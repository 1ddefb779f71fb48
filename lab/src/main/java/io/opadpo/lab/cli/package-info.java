/** The command line of the lab. */
@NullMarked
package io.opadpo.lab.cli;

import org.jspecify.annotations.NullMarked;
