package io.opadpo.lab.text;

import io.opadpo.lab.scene.Background;
import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Thing;
import java.util.List;

/** What a sentence of an answer says. */
public sealed interface Statement {

    /** {@code There is a small red circle at the top left.} */
    record Presence(Thing thing) implements Statement {}

    /** {@code The image shows a red circle and a blue star.} */
    record Listed(List<Kind> kinds) implements Statement {}

    /** {@code The background is gray.} */
    record Ground(Background background) implements Statement {}

    /** {@code Yes.} */
    record Verdict(boolean yes) implements Statement {}

    /** Anything else: no sentence that a scene's answer can hold. */
    record Unreadable() implements Statement {}
}
