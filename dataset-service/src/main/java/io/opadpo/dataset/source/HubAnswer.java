package io.opadpo.dataset.source;

import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

/** What a hub answers when it is asked for a file: the file, or where it is. */
record HubAnswer(int status, HttpHeaders headers, Flux<DataBuffer> body) {

    private static final int BUFFERS_AHEAD = 16;

    @Nullable
    String location() {
        return status >= 300 && status < 400 ? headers.getFirst(HttpHeaders.LOCATION) : null;
    }

    InputStream open(long offset, Duration timeout) throws IOException, JobException {
        boolean partial = status == 206 && contentRange().startsWith("bytes " + offset + "-");
        if (!partial && status != 200) {
            body.subscribe(DataBufferUtils.releaseConsumer());
            throw new HubStatusException(status).asDownloadFailure();
        }
        InputStream in = new RemoteBody(DataBufferUtils.subscriberInputStream(body.timeout(timeout), BUFFERS_AHEAD));
        if (!partial) {
            in.skipNBytes(offset);
        }
        return in;
    }

    private String contentRange() {
        return String.valueOf(headers.getFirst(HttpHeaders.CONTENT_RANGE));
    }
}
