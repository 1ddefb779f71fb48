/** What people say of corrections: they accept, edit or reject them. */
@NullMarked
package io.opadpo.feedback.review;

import org.jspecify.annotations.NullMarked;
