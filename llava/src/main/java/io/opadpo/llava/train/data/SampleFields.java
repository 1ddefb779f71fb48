package io.opadpo.llava.train.data;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One line of a {@link PreferenceFile}. */
final class SampleFields {

    private static final String BASE64 = ";base64,";

    private final String at;
    private final JsonNode fields;
    private final Path imageRoot;

    SampleFields(String at, JsonNode fields, Path imageRoot) {
        this.at = at;
        this.fields = fields;
        this.imageRoot = imageRoot;
        if (!fields.isObject()) {
            throw invalid("not a JSON object");
        }
    }

    PreferenceSample sample() {
        try {
            String id = id();
            PreferenceSample.checkId(id);
            return new PreferenceSample(
                    id,
                    image(),
                    required("question"),
                    required("standard"),
                    required("original"),
                    optional("revised"),
                    report(id));
        } catch (SampleException e) {
            // Its id alone would not tell which file to look into.
            throw e.sample().equals(at) || e instanceof ReportException ? e : invalid(e.getMessage(), e);
        }
    }

    private String id() {
        JsonNode id = fields.path("id");
        return id.isIntegralNumber() ? id.asString() : required("id");
    }

    private String required(String name) {
        String text = optional(name);
        if (text == null) {
            throw invalid("field " + name + " is missing");
        }
        return text;
    }

    private @Nullable String optional(String name) {
        if (!fields.hasNonNull(name)) {
            return null;
        }
        JsonNode value = fields.path(name);
        if (!value.isString()) {
            throw invalid("field " + name + " is not a string");
        }
        return value.stringValue();
    }

    private @Nullable ImageSource image() {
        String image = optional("image");
        if (image == null || image.isBlank()) {
            return null;
        }
        try {
            return image.regionMatches(true, 0, "data:", 0, 5)
                    ? ImageSource.inline(decode(image))
                    : ImageSource.file(imageRoot, image);
        } catch (DataException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] decode(String url) {
        int comma = url.indexOf(',') + 1;
        if (comma == 0 || !url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw invalid("field image is a data URL without base64");
        }
        try {
            return Base64.getDecoder().decode(url.substring(comma));
        } catch (IllegalArgumentException e) {
            throw invalid("field image is not base64", e);
        }
    }

    private @Nullable Report report(String id) {
        JsonNode report = fields.path("report");
        if (report.isMissingNode() || report.isNull()) {
            return null;
        }
        if (!report.isString()) {
            return new ReportReader(id).read(report);
        }
        return report.stringValue().isBlank() ? null : Report.parse(id, report.stringValue());
    }

    private SampleException invalid(String problem) {
        return new SampleException(at, DropReason.UNREADABLE, problem);
    }

    private SampleException invalid(@Nullable String problem, Throwable cause) {
        return new SampleException(at, DropReason.UNREADABLE, String.valueOf(problem), cause);
    }
}
