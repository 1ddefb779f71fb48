/** The corrector's report on an answer: read from whatever the corrector wrote, checked against the answer. */
@NullMarked
package io.opadpo.feedback.report;

import org.jspecify.annotations.NullMarked;
