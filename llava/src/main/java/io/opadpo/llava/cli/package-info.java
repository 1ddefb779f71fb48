/** The {@code llava} command: one class per subcommand, registered in {@link io.opadpo.llava.cli.LlavaCli}. */
@NullMarked
package io.opadpo.llava.cli;

import org.jspecify.annotations.NullMarked;
