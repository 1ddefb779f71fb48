/** All services in one JVM, each with its own context and port, on a PostgreSQL that comes along. */
@NullMarked
package io.opadpo.quickstart;

import org.jspecify.annotations.NullMarked;
