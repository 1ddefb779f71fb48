package io.opadpo.feedback;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money as people read it. */
final class Dollars {
    private Dollars() {}

    /** To a hundredth of a cent. */
    static String rounded(BigDecimal dollars) {
        return dollars.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }
}
