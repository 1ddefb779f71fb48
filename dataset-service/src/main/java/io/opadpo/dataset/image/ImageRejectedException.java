package io.opadpo.dataset.image;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;

/** Bytes that are not taken as an image. */
public final class ImageRejectedException extends ApiException {

    private ImageRejectedException(ErrorCode code, String message) {
        super(code, message);
    }

    static ImageRejectedException tooLarge(int maxBytes) {
        return new ImageRejectedException(ErrorCode.TOO_LARGE, "an image has at most " + maxBytes + " bytes");
    }

    static ImageRejectedException unknownType() {
        return new ImageRejectedException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "not a PNG, JPEG or WebP image");
    }

    /** It has a known type, and that is all that can be said for it. */
    static ImageRejectedException unusable(String message) {
        return new ImageRejectedException(ErrorCode.UNPROCESSABLE, message);
    }
}
