package io.opadpo.dataset.prompt;

import java.io.IOException;

/** Where the prompts of a new set come from. */
@FunctionalInterface
interface PromptSource {
    /** Hands all prompts over, in order, and gives the set's name. */
    String read(PromptLoad load) throws IOException;
}
