/** The stand-ins and the pipeline of the quick start for a platform that runs as containers. */
@NullMarked
package io.opadpo.quickstart.demo;

import org.jspecify.annotations.NullMarked;
