/** The {@code llava} command. */
@NullMarked
package io.opadpo.llava.cli;

import org.jspecify.annotations.NullMarked;
