/** The main job: a pipeline over pictures, through the gateway as any user would run it. */
@NullMarked
package io.opadpo.quickstart.job;

import org.jspecify.annotations.NullMarked;
