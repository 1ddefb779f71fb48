/** Evaluation jobs: how a model and its adapters rate the answers of a dataset. */
@NullMarked
package io.opadpo.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
