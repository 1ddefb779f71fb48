package io.opadpo.dataset.version;

import io.opadpo.blobs.Blob;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Data sets")
class DownloadController {

    private static final String PARQUET = "application/vnd.apache.parquet";

    private final Datasets datasets;
    private final JsonlExport jsonl;
    private final ParquetExport parquet;

    DownloadController(Datasets datasets, JsonlExport jsonl, ParquetExport parquet) {
        this.datasets = datasets;
        this.jsonl = jsonl;
        this.parquet = parquet;
    }

    private enum Format {
        JSONL,
        PARQUET,
        OPENAI
    }

    private enum Preferred {
        REVISED(LineForm.REVISED),
        STANDARD(LineForm.STANDARD);

        private final LineForm form;

        Preferred(LineForm form) {
            this.form = form;
        }
    }

    private enum ImagesAs {
        NAMES,
        DATA
    }

    /** Written to the response as it comes, as it may be long. */
    @Operation(
            summary = "Download a data set",
            description = "JSON lines are what the trainer reads. Parquet has its images within, as Hugging Face's"
                    + " `datasets` reads it: `load_dataset(\"parquet\", data_files=…)`. The third format is OpenAI's for"
                    + " preference fine-tuning; pairs of equal answers are left out of it.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = {
                                @Content(mediaType = MediaType.APPLICATION_NDJSON_VALUE),
                                @Content(mediaType = PARQUET)
                            }))
    @GetMapping("/v1/datasets/{id}/download")
    void download(
            Caller caller,
            @PathVariable UUID id,
            @Parameter(schema = @Schema(allowableValues = {"jsonl", "parquet", "openai"}))
                    @RequestParam(defaultValue = "jsonl")
                    String format,
            @Parameter(schema = @Schema(allowableValues = {"all", "train", "held_out"}))
                    @RequestParam(defaultValue = "all")
                    String split,
            @Parameter(
                            description = "In JSON lines: by SHA-256, or as data URLs",
                            schema = @Schema(allowableValues = {"names", "data"}))
                    @RequestParam(defaultValue = "names")
                    String images,
            @Parameter(
                            description = "The fields of a line, or the columns of the method's published data",
                            schema = @Schema(allowableValues = {"standard", "reference"}))
                    @RequestParam(defaultValue = "standard")
                    String columns,
            @Parameter(
                            description = "In OpenAI's format: which answer is preferred to the original one",
                            schema = @Schema(allowableValues = {"revised", "standard"}))
                    @RequestParam(defaultValue = "revised")
                    String preferred,
            HttpServletResponse response)
            throws IOException {
        Format as = choice("format", format, Format.class);
        LineFilter filter = choice("split", split, LineFilter.class);
        ParquetColumns names = choice("columns", columns, ParquetColumns.class);
        LineForm form = form(
                as, names, choice("images", images, ImagesAs.class), choice("preferred", preferred, Preferred.class));
        Dataset dataset = datasets.find(caller.owner(), id).orElseThrow(() -> ApiException.notFound("data set " + id));
        if (as == Format.PARQUET) {
            try (Blob file = parquet.open(dataset, filter, names)) {
                announce(response, dataset, PARQUET, "parquet");
                response.setContentLengthLong(file.size());
                file.stream().transferTo(response.getOutputStream());
            }
        } else {
            try (Blob stored = jsonl.open(dataset)) {
                announce(response, dataset, MediaType.APPLICATION_NDJSON_VALUE, "jsonl");
                jsonl.write(dataset, stored, filter, form, response.getOutputStream());
            }
        }
    }

    private static LineForm form(Format format, ParquetColumns columns, ImagesAs images, Preferred preferred) {
        if (format == Format.OPENAI) {
            return preferred.form;
        }
        if (columns == ParquetColumns.REFERENCE) {
            return LineForm.REFERENCE;
        }
        return images == ImagesAs.DATA ? LineForm.INLINE : LineForm.STORED;
    }

    private static void announce(HttpServletResponse response, Dataset dataset, String type, String extension) {
        String name = dataset.name() + "-v" + dataset.version() + "." + extension;
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
    }

    private static <E extends Enum<E>> E choice(String field, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid(
                        field,
                        "must be one of "
                                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }
}
