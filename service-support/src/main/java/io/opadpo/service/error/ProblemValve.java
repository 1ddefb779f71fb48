package io.opadpo.service.error;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Host;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Problems instead of the server's own pages, for requests that it refuses before any filter sees them. */
class ProblemValve extends ErrorReportValve {
    private final JsonMapper json;

    ProblemValve(JsonMapper json) {
        this.json = json;
    }

    /** Puts itself next to what is served, so that it reports before other valves do. */
    void addTo(Host host) {
        host.getPipeline().addValve(this);
        if (host instanceof StandardHost standard) {
            // It has one of this class, so it makes none of its own.
            standard.setErrorReportValveClass(getClass().getName());
        }
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean possible = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, possible);
        if (!possible.get()) {
            return;
        }
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding("utf-8");
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(json.writeValueAsString(problem(status)));
                response.finishResponse();
            }
        } catch (IOException e) {
            container.getLogger().debug("Could not tell a problem", e);
        }
    }

    private static Map<String, Object> problem(int status) {
        // What the server does not implement is a transfer encoding that nobody has.
        ErrorCode code = status == 501 ? ErrorCode.VALIDATION : ErrorCode.of(HttpStatusCode.valueOf(status));
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? code.status().getReasonPhrase() : known.getReasonPhrase();
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", code.type());
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", "The server refuses the request: " + title);
        problem.put("code", code.code());
        return problem;
    }
}
